"""One file that holds a whole game, taken while it runs, put back anywhere."""
