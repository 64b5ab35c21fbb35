// hypot and hypotf of glibc before 2.35, so that the program starts on glibc 2.34 (RHEL 9, Amazon Linux 2023).
// Leaves every other function to the newest version that the linker finds.
#include <features.h>

#if defined(__x86_64__) && defined(__GLIBC__)

double mettle_old_hypot(double x, double y);
float mettle_old_hypotf(float x, float y);
__asm__(".symver mettle_old_hypot, hypot@GLIBC_2.2.5");
__asm__(".symver mettle_old_hypotf, hypotf@GLIBC_2.2.5");

// Swift's standard library and FoundationEssentials call these by name. Version 2.35 differs in speed and the last bit only.
double hypot(double x, double y) { return mettle_old_hypot(x, y); }
float hypotf(float x, float y) { return mettle_old_hypotf(x, y); }

#endif
