// Where real data sets are that tests may read.
// Leaves to others: what is asked of them.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder in the directory that METTLE_TEST_DATA names, where it is there.
func testDirectory(_ name: String) -> String? {
    guard let root = getenv("METTLE_TEST_DATA").map({ String(cString: $0) }) else { return nil }
    let path = root + "/" + name
    return access(path, R_OK) == 0 ? path : nil
}
