"""Which models share one GPU: `card.py` sees how large it is, `plan.py` says who plays there, `block.py` keeps it in `.env`."""
