"""Everything that can go wrong in the brain, one tree.

    BrainError
    ├── NotFound           (campaign, turn, character)
    ├── Conflict           (turn in flight, not the last turn, adventure over)
    ├── BadRequest         (a body that says two things at once)
    ├── DatabaseAway       limited mode: no turn can be taken
    └── NarratorFailed     a narrator could not tell: the next one does

Leaves carry a code, a status and data; the message is made from the data and says what to do.
"""

from typing import Any, ClassVar


class BrainError(Exception):
    """The base of every error of this service."""

    code: ClassVar[str] = "internal_error"
    status: ClassVar[int] = 500
    template: ClassVar[str] = "Something went wrong in the brain. The log has the details."
    retry_after_s: ClassVar[int | None] = None

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.template.format(**details))


class CampaignNotFound(BrainError):
    """No campaign with this id."""

    code = "campaign_not_found"
    status = 404
    template = "There is no campaign {campaign_id}. List them with GET /campaigns."


class TurnNotFound(BrainError):
    """No turn with this number, or it was undone."""

    code = "turn_not_found"
    status = 404
    template = "Campaign {campaign_id} has no turn {turn_number}."


class CharacterNotFound(BrainError):
    """No hero with this id in the campaign."""

    code = "character_not_found"
    status = 404
    template = "Campaign {campaign_id} has no character {character_id}."


class NoCharacters(BrainError):
    """A story needs a hero."""

    code = "no_characters"
    status = 409
    template = (
        "Campaign {campaign_id} has no character yet. "
        "Add one with POST /campaigns/{campaign_id}/characters."
    )


class TurnInFlight(BrainError):
    """Another turn of this campaign is being told."""

    code = "turn_in_flight"
    status = 409
    template = "A turn of campaign {campaign_id} is still being told. Wait for it or stop it."
    retry_after_s = 1


class KeyInFlight(BrainError):
    """The same idempotency key is being worked on."""

    code = "idempotency_key_in_flight"
    status = 409
    template = "This very request is already being worked on. Ask again in a moment."
    retry_after_s = 1


class KeyReused(BrainError):
    """An idempotency key came back with another body."""

    code = "idempotency_key_reused"
    status = 422
    template = "This idempotency key was used for another message. Use a new key for a new turn."


class NotTheLastTurn(BrainError):
    """Only the last turn can be told again."""

    code = "not_the_last_turn"
    status = 409
    template = "Only the last turn ({last}) can be told again; branch to change an older one."


class NothingToUndo(BrainError):
    """Fewer turns than asked for."""

    code = "nothing_to_undo"
    status = 409
    template = "There are only {available} turns that can be undone."


class NobodyHasDied(BrainError):
    """The choice of the fallen, while somebody lives or the story is over."""

    code = "nobody_has_died"
    status = 409
    template = "Campaign {campaign_id} needs no such choice: a hero lives, or the story is over."


class SheetNotLegal(BrainError):
    """A built character breaks the rules."""

    code = "sheet_not_legal"
    status = 422
    template = "This character is not legal by the SRD: {reasons}."


class LevelNotEarned(BrainError):
    """No level is waiting to be taken."""

    code = "level_not_earned"
    status = 409
    template = "{name} has no level to take now. Experience earns the next one."


class NoLevelInAFight(BrainError):
    """A level is taken between fights."""

    code = "no_level_in_a_fight"
    status = 409
    template = "{name} cannot take a level in the middle of a fight. End the fight first."


class NoLevelInAnotherShape(BrainError):
    """A level is taken in one's own body."""

    code = "no_level_in_another_shape"
    status = 409
    template = "{name} wears another shape. Take your own shape first."


class UnknownTheme(BrainError):
    """A theme that does not exist."""

    code = "unknown_theme"
    status = 422
    template = "There is no theme '{theme}'. Choose one of: {valid}."


class UnknownPregenerated(BrainError):
    """A ready-made hero that does not exist."""

    code = "unknown_pregenerated"
    status = 422
    template = "There is no ready-made hero '{key}'. Choose one of: {valid}."


class BadRequest(BrainError):
    """A body that cannot be acted on."""

    code = "bad_request"
    status = 422
    template = "{reason}"


class DatabaseAway(BrainError):
    """Limited mode: Postgres cannot be reached."""

    code = "database_unavailable"
    status = 503
    template = (
        "The database cannot be reached, so no turn can be taken. Nothing is lost; try again."
    )
    retry_after_s = 2


class NarratorFailed(BrainError):
    """A narrator gave up; the next one tells the turn."""

    code = "narrator_failed"
    status = 502
    template = "The narrator {narrator} failed: {reason}."
