"""Reading what players type, without a language model: clauses, moods, verbs, targets, and likeness for what patterns leave open.

`turn/intent.py` is its only caller. It proposes typed actions and changes nothing; what is legal is the referee's business.
"""
