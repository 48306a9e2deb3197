"""What kind of action a clause is, by patterns over its verb and what follows (`data/rules.json`, first match wins),
and by lists of verbs where no pattern tells.

It knows no scene except for one hint: whether something carried is named.
"""

import re
from functools import cache

from llm_brain.understanding.heads import Head
from llm_brain.understanding.lexicon import Rule, idioms, meaning_of
from llm_brain.understanding.words import is_typo_of, read_data, verb_forms


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules in order."""
    return idioms() + tuple(
        Rule(row["kind"], re.compile(row["pattern"]), row.get("skill"))
        for row in read_data("rules.json")
    )


def first_rule(line: str, *, names_something_carried: bool = False) -> Rule | None:
    """Return the first rule that a clause's line matches."""
    marked = f"{line} @" if names_something_carried else line
    for rule in rules():
        if rule.pattern.match(marked if "@" in rule.pattern.pattern else line):
            return rule
    verb = meaning_of(line)
    return None if verb is None else Rule(verb.kind, ANY, verb.skill)


ANY = re.compile("")


def mended(head: Head) -> Head | None:
    """Return the head with its first word read as the verb it is a slip of, or None."""
    if not head.rest or head.rest[0] in verb_forms():
        return None
    typed = head.rest[0]
    meant = sorted(
        (form for form in verb_forms() if is_typo_of(typed, form)),
        key=lambda form: (sorted(form) != sorted(typed), abs(len(form) - len(typed)), form),
    )
    if not meant:
        return None
    return Head(head.subject, verb_forms()[meant[0]], (meant[0], *head.rest[1:]), head.is_negated)
