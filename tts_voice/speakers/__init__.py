"""The Speaker role and those who can play it; choosing.py says which one does."""
