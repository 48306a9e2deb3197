"""Casting a spell: whether it may be cast, whom it reaches, and what it does."""
