// Files that the program carries in itself.
#include "assets.h"
