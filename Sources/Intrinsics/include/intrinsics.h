// What Swift cannot say for itself: clock, optimiser barrier, CPUID, affinity, non-temporal stores.
#pragma once
#include <stdint.h>
