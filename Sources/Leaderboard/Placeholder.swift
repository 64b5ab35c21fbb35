// Leaderboard
