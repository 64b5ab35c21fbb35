// Files that the program carries in itself, as bytes.
#pragma once
#include <stddef.h>
