"""What kind of action a clause is, by patterns over its verb and what follows (`data/rules.json`, first match wins),
and by lists of verbs where no pattern tells.

It knows no scene except for one hint: whether something carried is named.
"""

import re
from functools import cache

from llm_brain.understanding.heads import Head
from llm_brain.understanding.lexicon import Rule, idioms, meaning_of, phrase_of
from llm_brain.understanding.slips import meant_by
from llm_brain.understanding.words import read_data, verb_forms


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules in order."""
    return tuple(
        Rule(row["kind"], re.compile(row["pattern"]), row.get("skill"))
        for row in read_data("rules.json")
    )


def first_rule(line: str, *, names_something_carried: bool = False) -> Rule | None:
    """Return the first rule that a clause's line matches."""
    marked = f"{line} @" if names_something_carried else line
    found = _first_match(idioms(), line, marked)
    if found is not None:
        return found
    turn = phrase_of(line)
    if turn is not None:
        return Rule(turn.kind, ANY, turn.skill)
    found = _first_match(rules(), line, marked)
    if found is not None:
        return found
    verb = meaning_of(line)
    return None if verb is None else Rule(verb.kind, ANY, verb.skill)


def _first_match(among: tuple[Rule, ...], line: str, marked: str) -> Rule | None:
    for rule in among:
        if rule.pattern.match(marked if "@" in rule.pattern.pattern else line):
            return rule
    return None


ANY = re.compile("")


def mended(head: Head) -> Head | None:
    """Return the head with its first word read as the verb it is a slip of, or None."""
    if not head.rest or head.rest[0] in verb_forms():
        return None
    meant = meant_by(head.rest[0])
    if meant is None:
        return None
    return Head(head.subject, verb_forms()[meant], (meant, *head.rest[1:]), head.is_negated)
