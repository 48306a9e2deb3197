"""Each kind of action read from a clause in its own way: who is struck, what changes hands, where one goes."""
