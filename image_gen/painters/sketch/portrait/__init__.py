"""Portraits: somebody from the chest up. The same words and seed make the same likeness, and it the same drawing."""
