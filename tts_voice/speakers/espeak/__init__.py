"""The embedded Speaker: eSpeak NG in a process of its own, no weights and no GPU."""
