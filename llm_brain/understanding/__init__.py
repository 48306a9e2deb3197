"""Reading what players type, without a language model: clauses, moods, verbs, targets, likeness.

`turn/intent.py` is its only caller. It proposes typed actions and changes nothing; what is legal is the referee's business.
"""
