"""What a question wants: to see (look), to know the rules or one's own sheet (ask_rules), to recall (skill_check), advice.

Asking changes nothing; "can I open the chest?" is a polite way of doing it, "can I reach the boss?" is not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

ASKS = re.compile(
    r"^(?:so |ok |okay |wait |and |but |hey |um |uh |dm |or |hmm |well |actually )*"
    r"(?:who|what|where|when|why|how|which|whose|whom|is|are|was|were|do|does|did|has|have|can|could|should|would|may|shall|will|any|am) "
)
RULES_WORDS = (
    r"(?:ac|armor class|hp|hit points?|health|slots?|dcs?|bonus|advantage|disadvantage|proficien\w+|initiative|xp|experience|level|inventory|speed|range|damage|"
    r"reaction|action|actions|modifier|stats?|save|saving|ability|abilities|spells?|cantrips?|gold|coins?|money|concentration|turn|cooldown|rules?|ammo|arrows left|feats?|class|conditions?|critical|crit|dice|roll)"
)
QUESTIONS: tuple[tuple[str, str, str | None], ...] = (
    ("out_of_character", r"^(?:should|shall|ought) |^what (?:should|would you|do you (?:think|suggest|recommend))|^(?:would|will) it be (?:smart|wise|better|a good)|^is it (?:smart|wise|worth|a good idea)|^(?:do you think|any (?:ideas|suggestions|advice|tips|hints))|^what happened|^where were we|^(?:are|is) (?:you|we|this|it|everyone|everybody) (?:ready|done|the (?:last|first) session|there still|still (?:there|here|playing)|a bug|lagging|working)|^can (?:we|you) (?:stop|pause|take a break|play|end|start|continue|restart|skip|repeat|wait)|^(?:what did|who) (?:we|i) .*last (?:time|session)|^(?:when|what time) (?:is|are|do) (?:the|our|we) (?:next|session|play)", None),
    ("skill_check", r"\b(?:is|are|was|does|do|am) .*\b(?:lying|honest|telling (?:me |us )?the truth|truthful|trustworthy|hiding something|sincere|nervous|suspicious|bluffing|lie|trust)\b|^can (?:i|we) trust\b", "insight"),
    ("skill_check", r"^(?:do|would|does|can|could|have) (?:i|we|my character) (?:\w+ )?(?:know|recogni[sz]e|recall|remember|identify|heard?|understand|read|decipher|translate|ever)\b|^what (?:do|would|does) (?:i|we|my character) (?:know|remember|recall)|^have (?:i|we) (?:ever )?(?:heard|seen|read)|^what (?:kind|type|sort) of (?:undead|creature|monster|beast|magic|thing)", "history"),
    ("skill_check", r"^(?:do|can|could|did) (?:i|we) (?:hear|smell|sense)\b", "perception"),
    ("ask_rules", r"^how (?:many|much) (?!is |are |for |does (?:a|an|the|it|that|this) .*cost|do (?:the|these|those|they|you) |.*cost).*\b(?:i|we|my|me|us|left|" + RULES_WORDS[3:-1] + r")\b", None),
    ("ask_rules", r"^how (?:does|do|would|can|could|is|many|far|long|fast|often|high|strong|to)\b.*\b(?:work|works|calculated|i|we|last|lasts|heal|" + RULES_WORDS[3:-1] + r")\b(?! (?:look|seem|doing))", None),
    ("ask_rules", r"^(?:what|which) (?:is|are|was|were)? ?(?:my|his|her|its|their|our|the|\w+ 's|the \w+ 's|a|an) ?(?:current |max |maximum |total |passive )*(?:\w+ )?" + RULES_WORDS + r"\b", None),
    ("ask_rules", r"^what (?:is|are) in my|^what (?:am i|are we) (?:carrying|holding|wearing)|^what (?:can|could|may|else can) (?:i|we) (?:do|cast|use|prepare|attack|try)|^what (?:spells?|level|cantrips?|class|items?|weapons?|equipment|skills?|languages?|gear|actions?|feats?|options?|abilities|dice|die)\b.*\b(?:i|we|my)\b|^(?:what|whose) (?:is|am|are) .*\b(?:turn|level|next up|up next)\b|^(?:who|whose) turn|^who is (?:turn|next|up)\b|^what (?:do i|should i|would i|do we) (?:roll|need|add|get)", None),
    ("ask_rules", r"^(?:do|does|have|has|who) (?:i|we|anyone|anybody|\w+)? ?(?:still )?(?:have|has|got|carry|own|get)\b(?! (?:to say|any idea|you))", None),
    ("ask_rules", r"^(?:can|could|may|do|does|am|will|would|must) (?:i|we|my|it|this|that|a|an|the)\b.*\b(?:reach|still|cast|use|without|with a|and still|in one turn|this turn|take (?:a )?(?:short |long )?rest|rest|within|in range|attack twice|stack|provoke|advantage|disadvantage|upcast|concentrat\w+|bonus|reaction|stealth from|multiattack|ritual|prepare|level up|afford|count|apply|need to roll|allowed|flank\w*|proficient|hurt (?:him|her|it|the)|attack|hit|kill|shoot)\b", None),
    ("ask_rules", r"^what (?:does|do|would|is|are) .*\b(?:do|mean|cost in slots|the (?:rule|rules|range|damage|duration|effect|casting time)|" + RULES_WORDS[3:-1] + r")(?:$| of| for| again| exactly|\?)", None),
    ("ask_rules", r"^(?:am|are) (?:i|we) (?:proficient|able|allowed|in range|dead|dying|poisoned|hurt|concentrating|surprised|prone|encumbered|grappled)|^would (?:fire|cold|\w+ damage|silver|radiant|that|it|this)\b|^does (?:fire|cold|silver|radiant|magic|it|that|this) (?:hurt|work|affect|stack|count|do|provoke)|^is (?:it|that|this) (?:a )?(?:bonus|free|reaction|my|an action|legal|allowed|concentration)", None),
    ("look", r"^(?:can|could|do|did|does|may) (?:i|we) (?:\w+ )?(?:see|spot|notice|find|make out|tell|smell|look)\b|^what (?:can|do|else do|else can) (?:i|we) (?:see|notice|find|smell|hear)", None),
    ("talk", r"\b(?:how much|price|cost|costs|charge|for sale|sell|sells|selling|got any|have any|you)\b", None),
    ("look", r"^(?:who|what|where|which|how|is|are|any|does|do|did|was|were|has|have)\b", None),
)  # fmt: skip
POLITE = re.compile(
    r"^(?:so |ok |okay |and |hey |um |uh |dm |well |please )*(?:can|could|may|might|would it be possible (?:for me )?to|is it possible (?:for me )?to|am i able to) (?:(?:i|we|just|maybe|please|try to|try and|perhaps|possibly|also) ?)*"
    r"(?P<deed>(?:try |attempt |maybe |please )?(?:to )?\w+)"
)
NOT_POLITE = frozenset(
    "see spot notice hear tell make reach cast use still rest take hit attack shoot kill know recognise trust afford level upcast ritual prepare stack do be fit get find smell remember recall identify sense have sleep move understand read translate heal target stop pause play".split()
)
BEGGED = frozenset("try maybe please".split())


@dataclass(frozen=True)
class Asked:
    """What a question comes to."""

    kind: str
    skill: str | None = None


def is_question(words: Sequence[str], *, has_mark: bool) -> bool:
    """Say whether a clause asks: by its mark, or by its first words."""
    line = " ".join(words)
    if ASKS.match(line + " ") is None:
        return has_mark
    return has_mark or not re.match(r"^(?:have|will|do|does|any|when|am|may|is|are) (?!(?:i|we|you|there|the|he|she|it|they|that|this|my|any|\w+) )", line)


def deed_asked_for(words: Sequence[str]) -> bool:
    """Say whether "can I …?" is a polite way of doing it: "can I open the chest", never "can I reach him"."""
    line = " ".join(words)
    match = POLITE.match(line)
    if match is None or not re.match(r"^(?:\w+ )*?(?:can|could|may|might|possible|able)\b(?: for me)?(?: to)? ?(?:i|we|\w+)\b", line):
        return False
    if not re.search(r"\b(?:can|could|may|might) (?:i|we)\b|\b(?:possible|able)\b", line):
        return False
    deed = match["deed"].split()[-1]
    if any(word in BEGGED for word in words):
        return True
    if deed in ("get", "have") and not re.search(r"\b(?:get|have) (?:to|in|out|there|past|away|advantage|closer|hit)\b", line):
        return True
    return deed not in NOT_POLITE


def asked(words: Sequence[str]) -> Asked:
    """Return what a question comes to."""
    line = re.sub(r"^(?:so|ok|okay|wait|and|but|hey|um|uh|dm|or|hmm|well|actually|also) ", "", " ".join(words))
    for kind, pattern, skill in QUESTIONS:
        if re.search(pattern, line):
            return Asked(kind, skill)
    return Asked("ask_rules")
