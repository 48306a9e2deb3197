"""The picture service: one prompt in, one picture out.

Knows nothing of campaigns, turns or players; the caller says what is to be seen.
"""

__version__ = "0.1.0"
