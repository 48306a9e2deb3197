"""Prompt templates, one purpose a file; `turn/prompt.py` renders them."""
