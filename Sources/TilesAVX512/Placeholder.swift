// TilesAVX512
