"""The path of a turn: the file name tells which step you are in."""
