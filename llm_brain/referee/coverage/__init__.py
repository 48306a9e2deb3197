"""How much of the rules is played by code and how much only told, counted from the code itself, a part a module."""
