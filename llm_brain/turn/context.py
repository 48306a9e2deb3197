"""Step 4a: everything a turn starts from, rebuilt from Postgres each time. The process keeps nothing between turns."""

from dataclasses import dataclass

from psycopg2.extensions import connection

from llm_brain.config import Settings
from llm_brain.errors import CharacterNotFound, NoCharacters
from llm_brain.ledger.creature import Creature
from llm_brain.ledger.state import State
from llm_brain.store import campaigns, conversations, projections, story_segments
from llm_brain.store.campaigns import Campaign
from llm_brain.store.conversations import Conversation
from llm_brain.store.story_segments import Segment

PHRASE_MEMORY_TURNS = 300


@dataclass(frozen=True)
class Context:
    """A campaign as it stands: its row, its folded state, its last turns and segments."""

    campaign: Campaign
    state: State
    history: tuple[Conversation, ...]
    segments: tuple[Segment, ...]
    phrases_used: dict[str, int]

    @property
    def next_turn(self) -> int:
        return self.campaign.last_turn + 1

    @property
    def has_begun(self) -> bool:
        return bool(self.state.locations)


def history_window(turns_so_far: int, fewest: int, most: int) -> int:
    """Return how many last turns the prompt holds: it grows from `fewest` to `most`, then drops back, so that
    a narrator's cached prefix stays good for several turns."""
    if turns_so_far <= fewest:
        return turns_so_far
    return fewest + (turns_so_far - fewest) % (most - fewest + 1)


def rebuild(held: connection, campaign_id: int, settings: Settings) -> Context:
    """Read the context of the campaign's next turn. Raises CampaignNotFound."""
    campaign = campaigns.get(held, campaign_id)
    window = history_window(campaign.last_turn, *settings.history_turns)
    return Context(
        campaign=campaign,
        state=projections.load(held, campaign_id, campaign.world),
        history=tuple(conversations.last(held, campaign_id, window)),
        segments=tuple(story_segments.last_scenes(held, campaign_id, settings.story_segments)),
        phrases_used=conversations.phrases_used(held, campaign_id, PHRASE_MEMORY_TURNS),
    )


def acting_hero(context: Context, character_id: int | None) -> Creature:
    """Return who acts: the named hero, or the first one alive. Raises CharacterNotFound, NoCharacters."""
    heroes = context.state.heroes
    if character_id is None:
        if not heroes:
            raise NoCharacters(campaign_id=context.campaign.id)
        return next((hero for hero in heroes if not hero.is_dead), heroes[0])
    for hero in heroes:
        if hero.ref == f"c{character_id}":
            return hero
    raise CharacterNotFound(campaign_id=context.campaign.id, character_id=character_id)


def recent_refs(context: Context) -> tuple[str, ...]:
    """Return who and what the last turns were about, latest first: what "him" and "it" can mean."""
    found: list[str] = []
    for past in reversed(context.history):
        for action in reversed(past.actions):
            found += [ref for ref in (action.get("target_ref"), action.get("recipient_ref")) if ref]
    return tuple(dict.fromkeys(found))
