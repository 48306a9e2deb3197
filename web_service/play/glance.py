"""One look at a table: what its pages are told of is read once for all of them that look together.

Everything is read when it is first asked for, so never before the look began. What differs from seat to seat is not made here.
"""

from functools import cached_property
from typing import Any

from django.template.loader import render_to_string

from web_service.campaigns.models import Campaign, Seat
from web_service.campaigns.selectors import seats_of
from web_service.party.company import Room, room_of
from web_service.play import selectors
from web_service.play.models import LiveSentence, TableEvent, Turn

Message = dict[str, Any]


class Glance:
    """One look, for pages that have all been told up to the same seq."""

    def __init__(self, campaign_id: int, seq: int, most_events: int) -> None:
        self.campaign_id = campaign_id
        self._seq = seq
        self._most_events = most_events
        self._told: dict[tuple[int, bool], Message] = {}

    @cached_property
    def campaign(self) -> Campaign | None:
        """The campaign, while there is one."""
        return Campaign.objects.filter(pk=self.campaign_id).first()

    @cached_property
    def seats(self) -> list[Seat]:
        """Everybody's seats, the owner's first."""
        return list(seats_of(self.campaign_id))

    @cached_property
    def events(self) -> list[TableEvent]:
        """The ledger's news, one more than a page can be told when they are too many."""
        return selectors.events_after(self.campaign_id, self._seq, self._most_events + 1)

    @cached_property
    def live(self) -> list[LiveSentence]:
        """The released sentences of tellings under way."""
        return selectors.live_rows(self.campaign_id)

    @cached_property
    def last_turns(self) -> list[Turn]:
        """The last turns, oldest first."""
        return selectors.last_turns(self.campaign_id)

    @cached_property
    def players(self) -> dict[int, str]:
        """Who plays which hero."""
        return selectors.players_at(self.seats)

    @cached_property
    def room(self) -> Room:
        """Who is there and what waits."""
        return room_of(self.campaign_id, self.seats)

    def seat_of(self, user_id: int) -> Seat | None:
        """Return somebody's seat; None once it or the campaign is gone."""
        if self.campaign is None:
            return None
        return next((seat for seat in self.seats if seat.user_id == user_id), None)

    def turn_message(self, campaign: Campaign, turn: Turn, *, is_fresh: bool) -> Message:
        """Return a turn as a piece of page, the same for everybody."""
        key = (turn.pk, is_fresh)
        if key not in self._told:
            story = selectors.story_of(campaign, [turn], self.live)[0]
            context = {"turn": story, "campaign": campaign}
            self._told[key] = {
                "kind": "turn",
                "turn": turn.turn_number,
                "turn_id": turn.pk,
                "status": turn.status,
                "message": turn.player_message,
                "said": [words for _, words in story.said],
                "is_fresh": is_fresh,
                "html": render_to_string("play/parts/turn.html", context),
            }
        return self._told[key]
