"""Which replica tells: the one that told this campaign before and has its prompt warm, else the least loaded one."""

from collections import OrderedDict
from collections.abc import Collection, Sequence

from llm_brain.narrators.protocol import Standing
from llm_brain.narrators.server.replica import NOT_ASKED_YET, Replica

MOST_HOMES = 10_000


class Replicas:
    """The replicas in the order they were given, and where each campaign is at home. Belongs to one event loop."""

    def __init__(self, replicas: Sequence[Replica]) -> None:
        self.all = tuple(replicas)
        self._homes: OrderedDict[int, Replica] = OrderedDict()

    def choose(self, campaign_id: int, without: Collection[Replica]) -> Replica | None:
        """Return who is to be asked next: of those that can tell; else, as a last try, of those that rest."""
        left = [replica for replica in self.all if replica not in without]
        able = [replica for replica in left if _can_tell(replica)] or left
        if not able:
            return None
        home = self._homes.get(campaign_id)
        free = [replica for replica in able if not (replica.is_full or replica.is_busy)]
        if home in able and (home in free or not free):
            return home
        return min(free or able, key=lambda replica: (replica.is_busy, replica.load))

    def told(self, campaign_id: int, replica: Replica) -> None:
        """Know that a campaign's prompt is warm there; a campaign keeps a home that is merely full."""
        home = self._homes.get(campaign_id)
        if campaign_id and (home is None or not _can_tell(home)):
            self._homes[campaign_id] = replica
        if campaign_id in self._homes:
            self._homes.move_to_end(campaign_id)
        while len(self._homes) > MOST_HOMES:
            self._homes.popitem(last=False)

    def has_another(self, without: Collection[Replica]) -> bool:
        """Say whether somebody is left who can tell."""
        return any(replica not in without and _can_tell(replica) for replica in self.all)

    def standing(self) -> Standing:
        """Return how they stand together: the best of them."""
        if not self.all:
            return Standing("unavailable", "no server is set: LLM_BASE_URL is empty")
        by_state = {replica.standing.state: replica.standing for replica in reversed(self.all)}
        if (found := by_state.get("healthy")) is not None:
            out = [replica.label for replica in self.all if replica.standing.state != "healthy"]
            left_out = f"; left out: {', '.join(out)}" if out else ""
            return Standing("healthy", found.reason + left_out)
        return by_state.get("loading") or by_state.get("unavailable") or NOT_ASKED_YET


def _can_tell(replica: Replica) -> bool:
    return replica.standing.state == "healthy" and not replica.is_resting
