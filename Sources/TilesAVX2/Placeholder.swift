// TilesAVX2
