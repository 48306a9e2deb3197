"""English in the small: articles, plurals, possessives, verbs, lists and whole sentences.

Pure functions over words; they know nothing of the game.
"""

import re

_AN_ANYWAY = ("hour", "honest", "honour", "heir")
_A_ANYWAY = ("uni", "use", "usu", "one", "once", "eu", "ewe", "utensil")
_ARTICLES = {"The", "A", "An"}
_VERBS = {"be": "is", "have": "has", "do": "does", "go": "goes", "can": "can", "will": "will"}
_YOU_VERBS = {"be": "are"}
_IRREGULAR = {"man": "men", "woman": "women", "wolf": "wolves", "knife": "knives", "foot": "feet"}
_IRREGULAR |= {"tooth": "teeth", "mouse": "mice", "half": "halves", "thief": "thieves"}
_IRREGULAR |= {"child": "children", "leaf": "leaves", "shelf": "shelves", "loaf": "loaves"}
_MANY = {"people", "folk", "geese", "cattle", "sheep", "police"}
_UNCOUNTED = {"arrows", "bolts", "rations", "clothes", "tools", "leather", "mail", "oil", "water"}
_SPLITS = re.compile(
    r"\s(?:of|with|in|on|at|under|over|between|behind|beside|beneath|above|from|where|that|which|"
    r"who|whose|and|to|along|across|around|for|by|like|through|against|upon|into|as|near|beyond|among|the|about|half|out|off|still|put|hung|set|made)\s|,"
)
_PARTICIPLE = re.compile(
    r"^(?!(?:garden|kitchen|oven|linen|maiden|children|chicken|lichen|den|token|king|ring|wing|string|thing|spring|bed|seed|"
    r"reed|weed|shed|sled|crown|town|gown|lawn|horn|corn|thorn|acorn|lung|raven|haven|heaven|warden|burden|raven)$)"
    r"(?!\w+men$)[\w-]{2,}(?:ed|ing|en|wn|orn|ung|ept|ought|uilt)$"
)
_ARTICLE_FAULT = re.compile(r"\b([Aa])n? (?=[“‘]?((?!and\b|or\b|in\b|is\b)\w[\w'’-]*))")


def article(word: str) -> str:
    """Return "a" or "an" as the word sounds."""
    low = word.lower().lstrip("“‘")
    if low.startswith(_AN_ANYWAY):
        return "an"
    if low.startswith(_A_ANYWAY) and not low.startswith(("unin", "unim", "unid")):
        return "a"
    return "an" if low[:1] in "aeiou" else "a"


def with_article(phrase: str) -> str:
    """Put "a" or "an" before a noun phrase that has no determiner yet."""
    first = phrase.split(" ", 1)[0].lower()
    if first in {
        "a",
        "an",
        "the",
        "some",
        "your",
        "his",
        "her",
        "its",
        "their",
        "no",
        "half",
        "another",
    }:
        return phrase
    if first in {
        "something",
        "somebody",
        "someone",
        "nothing",
        "nobody",
        "two",
        "three",
        "four",
        "five",
        "six",
    }:
        return phrase
    return phrase if is_plural(phrase) else f"{article(phrase)} {phrase}"


def without_article(phrase: str) -> str:
    """Take a leading article off a noun phrase."""
    return re.sub(r"^(?:an?|the|some)\s+", "", phrase, flags=re.IGNORECASE)


def definite(phrase: str) -> str:
    """Turn the leading indefinite article of a noun phrase into "the"; a bare one gets it too."""
    if re.match(
        r"(?:the|your|his|her|its|their|this|that|these|those)\s", phrase, flags=re.IGNORECASE
    ):
        return phrase
    if re.match(r"(?:some|any|no)(?:thing|body|one)\b", phrase, flags=re.IGNORECASE):
        return phrase
    if re.match(r"half (?:an?|the)\s", phrase, flags=re.IGNORECASE):
        return f"the half of {phrase[5:]}"
    return f"the {without_article(phrase)}"


_CUT = re.compile(
    r",|\s(?:that|which|who|whose|where|when|while|with|as|like|so|for|than|but|and|because|until|by|under|over|"
    r"between|behind|across|along|among|amid|round|above|below|beside|beneath|against|from|to|in|on|at|half|still|freshly|"
    r"just|only|never|always|not|too|made|put|laid|set|left|kept|hung|cut|gone|built|bent|lit|torn|worn|about|caught|brought|sunk|stuck|shut|bound|wound|ready|spread|the|standing|nobody|somebody)\b"
)


def known(phrase: str) -> str:
    """Return how a thing is spoken of once it is known: "a pike as long as an arm" is "the pike"."""
    if re.match(r"(?:some|any|no)(?:thing|body|one)\b", phrase, flags=re.IGNORECASE):
        return phrase
    if phrase[:1].isupper() and not re.match(r"(?:A|An|The|Some)\s", phrase):
        return re.split(r",|\s(?=[a-z])", phrase, maxsplit=1)[0]
    core = phrase
    for cut in _CUT.finditer(phrase):
        head = phrase[: cut.start()].split()
        if head and head[-1].lower() not in {"a", "an", "the", "some", "of"}:
            core = phrase[: cut.start()]
            break
    words = core.split()
    for i, word in enumerate(words[1:], 1):
        is_adjective = "-" in word and i + 1 < len(words)
        if is_adjective:
            continue
        if word[:1].isupper():
            continue
        if _PARTICIPLE.match(word) and words[i - 1].lower() not in {"a", "an", "the", "of", "some"}:
            words = words[:i]
            break
    return definite(" ".join(words))


def is_plural(phrase: str) -> bool:
    """Guess from its head noun whether a noun phrase takes a plural verb."""
    low = phrase.lower().strip()
    if re.search(r",[^,]+,? and (?:an?|the|its|his|her|their|two|three|four)\b", low):
        return True
    if re.match(r"(?:an?|one|every|each|another|this|that)\s", low):
        return False
    if re.match(
        r"(?:the |those |these )?(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|many|few|"
        r"some \w+s)\b|(?:those|these)\b",
        low,
    ):
        return True
    start = 4 if low.startswith("the ") else 0
    words = _SPLITS.split(f"{low[start:]} ", maxsplit=1)[0].split()
    while len(words) > 1 and _PARTICIPLE.match(words[-1]):
        words.pop()
    for at in range(1, len(words)):
        if words[at - 1].endswith("s") and _PARTICIPLE.match(words[at]):
            words = words[:at]
            break
    head = words[-1] if words else ""
    if any(f" {joint} " in low.split(",")[0] for joint in ("and",)) and not low.startswith("a"):
        return True
    return (
        head in _MANY
        or head in _IRREGULAR.values()
        or (head.endswith("s") and not head.endswith(("ss", "us", "is")) and len(head) > 3)
    )


def plural(noun: str) -> str:
    """Return the plural of a noun; of a noun phrase, that of its head."""
    match = re.search(r"\s(?:of|in|with|from|for)\s", noun)
    if match:
        return plural(noun[: match.start()]) + noun[match.start() :]
    lead, _, last = noun.rpartition(" ")
    low = last.lower()
    if low in _UNCOUNTED:
        made = last
    elif low in _IRREGULAR:
        made = _IRREGULAR[low]
    elif low.endswith(("man",)) and low not in {"human", "talisman", "shaman"}:
        made = last[:-3] + "men"
    elif low.endswith(("s", "x", "z", "ch", "sh")):
        made = last + "es"
    elif low.endswith("y") and low[-2:-1] not in "aeiou":
        made = last[:-1] + "ies"
    else:
        made = last + "s"
    return f"{lead} {made}".strip()


def possessive(name: str) -> str:
    """Return "Wen's", "the goblins'"."""
    if name.endswith("s") and is_plural(name) and not name[:1].isupper():
        return name + "’"
    return name + "’s"


def listed(items: list[str], last: str = "and") -> str:
    """Return "a, b and c"."""
    if len(items) <= 1:
        return "".join(items)
    joint = ";" if any("," in item for item in items) else ","
    if joint == ";":
        return f"{'; '.join(items[:-1])}; {last} {items[-1]}"
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def third_person(verb: str) -> str:
    """Return the third person singular of a verb, of its first word when there are several."""
    head, _, rest = verb.partition(" ")
    if head in _VERBS:
        made = _VERBS[head]
    elif head.endswith(("s", "sh", "ch", "x", "z", "o")):
        made = head + "es"
    elif head.endswith("y") and head[-2:-1] not in "aeiou":
        made = head[:-1] + "ies"
    else:
        made = head + "s"
    return f"{made} {rest}".strip()


def plain_form(verb: str) -> str:
    """Return the form that goes with "you" and "they"."""
    head, _, rest = verb.partition(" ")
    return f"{_YOU_VERBS.get(head, head)} {rest}".strip()


def capitalised(text: str) -> str:
    """Give a sentence its capital, also behind an opening quotation mark."""
    for i, char in enumerate(text):
        if char.isalpha():
            return text[:i] + char.upper() + text[i + 1 :]
        if char.isdigit():
            break
    return text


def lowered(text: str) -> str:
    """Take a sentence's capital away where its first word is an ordinary one."""
    first = re.split(r"[\s,’']", text, maxsplit=1)[0]
    words = text.split(" ", 2)
    is_title = (
        len(words) > 1 and (words[1][:1].isupper() or words[1] == "and") and first in _ARTICLES
    )
    ordinary = first.lower() in _ORDINARY and not is_title
    return text[:1].lower() + text[1:] if ordinary and first != "I" else text


_ORDINARY = frozenset(
    "a an the you your there here it its his her their they he she this that these those no not nothing "
    "something someone somebody nobody with without for from in on at by under over up down out off then "
    "now still when while what where who how and but or so as if every each all some any one both "
    "after before beyond behind beneath beside between above below across against along among around".split()
)


def finished(text: str) -> str:
    """Make a whole sentence of assembled words: spaces, articles, capital, full stop."""
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s+([,.;:!?’”])", r"\1", text)
    text = re.sub(r"([“‘(])\s+", r"\1", text)
    text = re.sub(r",(\s*,)+", ",", text)
    text = re.sub(r"[,;:]+([.!?;:])", r"\1", text)
    text = re.sub(r"([!?])[.,]", r"\1", text)
    text = re.sub(r"\.{2,}", ".", text)
    text = re.sub(r"\b([Cc])an not\b", r"\1annot", text)
    text = re.sub(r"\.”\.", ".”", text)
    text = _ARTICLE_FAULT.sub(
        lambda m: f"{'A' if m[1] == 'A' else 'a'}{'n' if article(m[2]) == 'an' else ''} ", text
    )
    text = re.sub(r"\b(\w+) \1\b", lambda m: m[0] if m[1] in {"that", "had"} else m[1], text)
    text = text.rstrip(",;: —")
    if text and not re.search(r"[.!?…]”?$", text):
        text += "." if not text.endswith("”") else ""
        if text.endswith("”"):
            text = text[:-1].rstrip(",") + ".”"
    return capitalised(text)


_SENTENCE_END = re.compile(r"((?:(?<!Mr)(?<!St)(?<!Dr)\.|[!?…])[”’]?)\s+(?=[A-Z“‘\d])")


def sentences(text: str) -> list[str]:
    """Split plain prose into its sentences."""
    parts = _SENTENCE_END.sub(r"\1\n", text.strip()).split("\n")
    return [part.strip() for part in parts if part.strip()]
