"""How the store's tables came to be, one step a file; alembic walks them when the store is opened."""
