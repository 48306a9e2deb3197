"""How well memories are found: the ranking of a turn, run over any conversation with questions whose answers are known."""
