"""The neural Speaker: Chatterbox, which clones voices from short recordings. Start at speaker.py."""
