"""Fighting: how a fight begins, whose turn it is, what a turn can hold, what foes do, how it ends."""
