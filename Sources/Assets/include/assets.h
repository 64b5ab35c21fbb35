// Files that the program carries in itself, as bytes.
// Leaves to others: naming them in Swift (EmbeddedFile in Pages), and whether a folder of the user's takes their place.
#pragma once
#include <stddef.h>

/// One embedded file: its path from the repository's top, its bytes (not terminated) and their number.
struct mettle_asset {
    const char *_Nonnull path;
    const unsigned char *_Nonnull bytes;
    size_t count;
};

/// All embedded files, in the order of assets.c.
size_t mettle_asset_count(void);
struct mettle_asset mettle_asset_at(size_t index);
