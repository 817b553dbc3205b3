"""Weight: what a reader loads is freed of what only its authors need."""
