// Proves that each header of this module stands alone in C.
#include "dotproducts.h"
#include "intrinsics.h"
#include "isa.h"
#include "stores.h"
#include "threads.h"
