// TilesPortable
