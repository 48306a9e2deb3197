"""Magic items in play: making them, attuning to them, using them, finding out what they are. SRD 5.1, "Magic Items"."""
