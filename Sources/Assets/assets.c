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

#define FILE_ENTRY(path, array) { path, array, sizeof array }
static const struct mettle_asset files[] = {
    FILE_ENTRY("Sources/Assets/web/mettle.css", mettle_css),
    FILE_ENTRY("Sources/Assets/web/mettle.js", mettle_js),
};

size_t mettle_asset_count(void) { return sizeof files / sizeof files[0]; }
struct mettle_asset mettle_asset_at(size_t index) { return files[index]; }
