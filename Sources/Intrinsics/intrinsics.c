// The header is the module; this file gives SwiftPM something to compile.
#include "intrinsics.h"
