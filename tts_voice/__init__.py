"""The voice service: text in, sentences of speech out. Start reading at narration.py."""

__version__ = "0.1.0"
