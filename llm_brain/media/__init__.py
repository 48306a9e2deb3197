"""Step 5: pictures and voices, after the words are safe. Nothing here can fail a turn."""
