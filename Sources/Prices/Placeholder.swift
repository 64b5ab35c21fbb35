// Prices
