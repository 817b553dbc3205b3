"""구독: what we publish, as feeds that a reader keeps for years."""
