// Tiles
