"""What is said to the table and not in the story: parentheses, "ooc", "//", and plain chatter ("lol", "brb").

It knows words only.
"""

import re

MARKED = re.compile(r"^\s*(?:\(.*\)+|\[.*\]|(?:ooc|out of character|\[ooc\]|/ooc|//|dm:|@dm)(?![a-z]).*|//.*)\s*$", re.IGNORECASE | re.DOTALL)
CHATTER = re.compile(
    r"^\s*(?:(?:lol|lmao|rofl|haha+|hehe+|ha|wow|omg|nice|nice one|great|awesome|cool|brb|afk|gg|my bad|oops|whoops|ty|np|xd|yay|damn|dang|ugh|wtf|sweet|epic|neat|"
    r"that (?:was|is) (?:so )?(?:awesome|great|cool|fun|funny|hilarious|amazing|crazy|wild|epic|nice)|good (?:game|session|night all|one|job)|love (?:it|this)|i love (?:it|this)|one sec(?:ond)?|hang on|be right back|back now|i am back|i'm back|this is (?:fun|great|awesome)|what a (?:roll|game|fight))\b[\s,.!]*)+$",
    re.IGNORECASE,
)
META = re.compile(
    r"\b(?:last session|next session|(?:this|the) (?:session|app|website|bot|ai)|my (?:internet|wifi|phone|cat|dog jumped|connection|laptop|mic|kid|wife|husband)|gotta go|have to go|need to (?:leave|go) (?:in|soon|at|by)|dinner(?:'s| is) ready|pause the game|stop the game|rules lawyer|dungeon master|\bdm\b|undo that|my turn already|i never said)\b",
    re.IGNORECASE,
)
UNTRUE = re.compile(r"\b(?:lie|lies|lying|not true|untrue|false|fake|bluff\w*|we don'?t|i don'?t|we aren'?t|i'?m not|(?:it|he|she|they)(?:'?s| is|'?re| are)n'?t|they'?re not|it'?s not|not really|made up|of course not|we'?re not|not\b)", re.IGNORECASE)


def is_out_of_character(message: str) -> bool:
    """Say whether a whole message is for the table."""
    return bool(MARKED.match(message) or CHATTER.match(message) or META.search(message))


def tells_untruth(aside: str) -> bool:
    """Say whether an aside says that what was said is not so: "(a lie)", "(we don't)"."""
    return bool(UNTRUE.search(aside))
