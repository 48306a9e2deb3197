"""What a player typed, turned about so that it can be told back: "I sing to the moon" becomes "you sing to the moon".

Only short plain words are echoed; anything odd is answered without them.
"""

import re
from collections.abc import Callable

_TURNED = {
    "i": "you", "me": "you", "my": "your", "mine": "yours",
    "myself": "yourself", "am": "are", "i’m": "you’re",
    "i'm": "you’re", "i’ll": "you’ll", "i'll": "you’ll", "i’ve": "you’ve",
    "i've": "you’ve", "i'd": "you’d",
    "was": "were", "we": "you", "us": "you", "our": "your", "ours": "yours",
    "ourselves": "yourselves", "let's": "you", "let’s": "you",
}  # fmt: skip
_PLAIN = re.compile(r"[A-Za-z][A-Za-z ,'’-]{2,70}")
_NOT_ECHOED = re.compile(
    r"\b(?:fuck|shit|cunt|bitch|rape|sex|naked|nazi|kill myself|suicide|system|prompt|ignore|instructions|dc|"
    r"json|token|assistant|model|hp|roll|dice|level|gold|win|dead|die|kill|everyone|teleport|god|wish|nuke)\b",
    re.IGNORECASE,
)
_NOT_DEEDS = frozenset(
    "want would try will wanna can could should do don't don’t am was have need must may might".split()
)
_THEMES = (
    ("sing", r"\b(?:sing|song|hum|whistle|lute|chant|serenade|rap)\w*"),
    ("dance", r"\b(?:danc|jig|twirl|spin|cartwheel|juggl|moonwalk|bow to|curtsy|backflip|somersault)\w*"),
    ("joke", r"\b(?:joke|laugh|pun|funny|giggle|prank|knock knock|riddle)\w*"),
    ("pray", r"\b(?:pray|kneel|bless|worship|altar|gods?)\b"),
    ("sleep", r"\b(?:sleep|nap|yawn|doze|lie down|dream)\w*"),
    ("eat", r"\b(?:eat|lick|taste|drink|chew|bite|cook|lunch|food|sandwich|pizza|pie|sniff|smell)\w*"),
    ("fly", r"\b(?:fly|flap|float|levitat|teleport|time travel|jump to the moon|spaceship|rocket)\w*"),
    ("jump", r"\b(?:jump|leap|hop|climb|run in circles|push-?ups?|stretch|handstand)\w*"),
    ("kiss", r"\b(?:kiss|hug|flirt|marry|love|wink|seduc|cuddle|pet|romance)\w*"),
    ("curse", r"\b(?:swear|curse|insult|shout|scream|yell|howl|damn|stupid|hate|spit)\w*"),
    ("think", r"\b(?:think|ponder|wonder|consider|remember|reflect|meditat|philosoph)\w*"),
    ("cry", r"\b(?:cry|weep|sob|sulk|mope|sigh)\w*"),
    ("draw", r"\b(?:draw|paint|carve|scratch my name|write|sketch|graffiti|map)\b"),
    ("phone", r"\b(?:phone|internet|google|computer|car|gun|laser|robot|tiktok|wifi|television|tv|batman|pikachu|elvis)\b"),
    ("hello", r"^\W*(?:hi|hello|hey|hiya|greetings|yo|good (?:morning|day|evening))\b"),
    ("thanks", r"\b(?:thanks?|thank you|cheers|well done|good job|nice one|awesome|cool)\b"),
    ("bored", r"\b(?:bored|boring|meh|whatever|dunno|don't know|no idea|hmm+|uh+|um+)\b"),
    ("help", r"\b(?:help|what (?:do|can|should) (?:i|we)|how do i|what now|options|stuck|lost)\b"),
    ("who", r"\b(?:who am i|what am i|my name)\b"),
    ("where", r"\b(?:where am i|where are we|what is this place)\b"),
    ("real", r"\b(?:are you (?:an? )?(?:ai|bot|robot|real|human)|who are you|is this real|simulation|dungeon master|the dm)\b"),
)  # fmt: skip
TABLE_THEMES = frozenset({"thanks", "help", "bored", "real", "hello", "joke"})


def theme_of(said: str) -> str:
    """Return what sort of odd thing was said, or nothing."""
    low = said.lower().replace("’", "'")
    return next((name for name, pattern in _THEMES if re.search(pattern, low)), "")


def is_table_talk(said: str) -> bool:
    """Say whether words are plainly meant for the table, not the world."""
    low = said.strip().lower()
    return low.startswith(("((", "ooc", "/ooc", "[ooc")) or theme_of(low) in ("real", "thanks")


def second_person(said: str, banned: Callable[[str], bool] = lambda _: False) -> str:
    """Return "you sing to the moon" for "I sing to the moon", or nothing where that is not safe."""
    plain = said.strip().rstrip(".!")
    if not re.match(r"(?:I|i|we|We)\s", plain) or not _PLAIN.fullmatch(plain):
        return ""
    words = plain.split()
    if not 2 <= len(words) <= 11 or _NOT_ECHOED.search(plain) or banned(plain):
        return ""
    if words[1].lower() in _NOT_DEEDS:
        return ""
    return " ".join(_TURNED.get(w.lower(), w) for w in words)


def doing(what: str) -> str:
    """Return "climb the wall" as "climbing the wall" where the first word is a plain verb, or nothing."""
    plain = re.sub(
        r"^(?:i|we|to|try to|i try to|i want to)\s+",
        "",
        what.strip().rstrip(".!"),
        flags=re.IGNORECASE,
    )
    plain = re.sub(r"^(?:try to|want to|attempt to)\s+", "", plain, flags=re.IGNORECASE)
    if not _PLAIN.fullmatch(plain) or len(plain.split()) > 9 or _NOT_ECHOED.search(plain):
        return ""
    verb, _, rest = plain.partition(" ")
    if verb.lower() not in _VERBS:
        return ""
    turned = " ".join(_TURNED.get(w.lower(), w) for w in rest.split())
    return f"{ing(verb.lower())} {turned}".strip()


def ing(verb: str) -> str:
    """Return a verb's -ing form."""
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    if verb in _DOUBLED:
        return verb + verb[-1] + "ing"
    return verb + "ing"


_DOUBLED = frozenset(
    "swim run jog cut hit dig slip tip grab drag spot jam pin get put nap hop step".split()
)
_VERBS = frozenset(
    "climb swim jump leap run cross squeeze crawl balance lift push pull force break smash kick pick open "
    "close read recall remember track follow listen spot sneak hide juggle tumble dance sing play perform "
    "act calm tame ride heal treat bandage disarm jam grab drag hold dig tie untie decipher study inspect "
    "examine search unlock disable notice find persuade identify navigate forage hunt fish carve forge cook "
    "throw catch steal palm lockpick bend wade".split()
)
