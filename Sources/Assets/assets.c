// Files that the program carries in itself, so that the one copied binary is complete.
// Leaves to others: what they mean, and reading the user's own in their place.
//
// To add a file: one array here and one line in the list below; EmbeddedFileTests then compares it with the repository's.
// SwiftPM does not track what #embed reads: after changing an embedded file, `touch Sources/Assets/assets.c` makes the next build take
// it in. EmbeddedFileTests fails where that was forgotten; Scripts/test touches it first.
#include "assets.h"

static const unsigned char mettle_css[] = {
#embed "web/mettle.css"
};
static const unsigned char mettle_js[] = {
#embed "web/mettle.js"
};
static const unsigned char prices_2018_cloud_check[] = {
#embed "../../Profiles/prices/2018-cloud-check.csv"
};
static const unsigned char schema_record[] = {
#embed "../../Profiles/schema/record-1.schema.json"
};
static const unsigned char schema_suite[] = {
#embed "../../Profiles/schema/suite-1.schema.json"
};
static const unsigned char suite_full[] = {
#embed "../../Profiles/suites/full.json"
};
static const unsigned char suite_quick[] = {
#embed "../../Profiles/suites/quick.json"
};
static const unsigned char suite_standard[] = {
#embed "../../Profiles/suites/standard.json"
};
static const unsigned char suite_tiny[] = {
#embed "../../Profiles/suites/tiny.json"
};

#define FILE_ENTRY(path, array) { path, array, sizeof array }
static const struct mettle_asset files[] = {
    FILE_ENTRY("Sources/Assets/web/mettle.css", mettle_css),
    FILE_ENTRY("Sources/Assets/web/mettle.js", mettle_js),
    FILE_ENTRY("Profiles/prices/2018-cloud-check.csv", prices_2018_cloud_check),
    FILE_ENTRY("Profiles/schema/record-1.schema.json", schema_record),
    FILE_ENTRY("Profiles/schema/suite-1.schema.json", schema_suite),
    FILE_ENTRY("Profiles/suites/full.json", suite_full),
    FILE_ENTRY("Profiles/suites/quick.json", suite_quick),
    FILE_ENTRY("Profiles/suites/standard.json", suite_standard),
    FILE_ENTRY("Profiles/suites/tiny.json", suite_tiny),
};

size_t mettle_asset_count(void) { return sizeof files / sizeof files[0]; }
struct mettle_asset mettle_asset_at(size_t index) { return files[index]; }
