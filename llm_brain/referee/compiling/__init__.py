"""Tools that carry facts of a reference folder over into `data/`; run by hand, never by the game."""
