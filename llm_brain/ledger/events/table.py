"""What is not mechanical but the telling or the page must not miss. None of these changes the state."""

from typing import Any

from llm_brain.ledger.event import Event


class ActionTaken(Event):
    """What somebody set out to do, as it was understood; what came of it follows."""

    by: str
    action: dict[str, Any]


class ActionRefused(Event):
    """What cannot be done, and why; nothing was spent. `code` is for code, `reason` for people."""

    by: str
    kind: str
    code: str
    reason: str
    target: str = ""


class QuestionAsked(Event):
    """The Dungeon Master asks back because what was said could mean several things."""

    by: str
    question: str
    choices: tuple[str, ...] = ()


class SceneDescribed(Event):
    """Somebody looked: what can be seen without effort. Names only; the telling makes it a picture."""

    by: str
    location: str
    target: str = ""
    seen: tuple[str, ...] = ()
    detail: str = ""


class SearchMade(Event):
    """Somebody searched: what effort found, and whether there was anything to find."""

    by: str
    target: str = ""
    found: tuple[str, ...] = ()
    is_success: bool = False
    roll: int | None = None


class CheckMade(Event):
    """A check that stands for itself: what was tried and whether it came off."""

    by: str
    what: str
    skill: str
    is_success: bool
    target: str = ""
    roll: int | None = None


class RuleAnswered(Event):
    """A question about rules or one's own sheet, answered from code and rows."""

    by: str
    question: str
    answer: str


class Remarked(Event):
    """Something said or done that changes nothing: waiting, a word to oneself, table talk."""

    by: str
    what: str
    kind: str = "wait"


class ItemUsed(Event):
    """Something carried was used; what it did follows."""

    ref: str
    item: str
    name: str
    target: str = ""


class SpellCast(Event):
    """A spell was cast; what it did follows. `slot` 0 is a cantrip or a ritual."""

    ref: str
    spell: str
    name: str
    slot: int = 0
    targets: tuple[str, ...] = ()
    is_ritual: bool = False


class CampaignBegan(Event):
    """The first event: what the players were promised about the dice, and where the adventure came from."""

    dice_seed_sha256: str
    adventure_seed: int
    branched_from: int | None = None
    branched_after_turn: int | None = None


class TurnsUndone(Event):
    """Turns were taken back; their events no longer count."""

    turn_numbers: tuple[int, ...]


class TurnRetold(Event):
    """The same events were told in other words."""

    turn_number: int
    narrator: str


class NarrationEdited(Event):
    """A player changed the words of a telling, never a number."""

    turn_number: int


class TurnTold(Event):
    """A turn's telling is complete."""

    turn_number: int
    narrator: str
    is_degraded: bool = False
    is_stopped: bool = False


class TellingWithdrawn(Event):
    """The X-card: the last telling is taken off the table, and what was withdrawn will not be told again."""

    turn_number: int


class PictureReady(Event):
    """The picture of a turn can be fetched."""

    turn_number: int
    url: str
    painter: str = ""


class PortraitReady(Event):
    """The portrait of a hero or of somebody else can be fetched."""

    ref: str
    url: str
    painter: str = ""


class VoiceReady(Event):
    """The spoken telling of a turn can be fetched; `clips` are its sentences in order."""

    turn_number: int
    url: str
    clips: tuple[str, ...] = ()
    speaker: str = ""


class MediaFailed(Event):
    """A picture or a voice was given up after several tries."""

    turn_number: int
    kind: str
    reason: str


class DiceSeedRevealed(Event):
    """The owner showed the secret seed: every roll of the campaign can now be verified by anybody."""

    dice_seed: str
