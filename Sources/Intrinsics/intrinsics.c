// The headers are the module; this file gives SwiftPM something to compile and proves that each header stands alone.
#include "intrinsics.h"
#include "isa.h"
#include "stores.h"
#include "threads.h"
