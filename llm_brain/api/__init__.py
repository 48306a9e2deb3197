"""Wire types in and out. What a call does is in `turn/`."""
