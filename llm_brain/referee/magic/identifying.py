"""Finding out what a magic item is: over a short rest, by the spell, by tasting. SRD 5.1, "Identifying a Magic Item"."""

from llm_brain.ledger.creature import Item
from llm_brain.ledger.events.magic import ItemIdentified
from llm_brain.referee.magic.making import true_name
from llm_brain.referee.magic_items import magic_of, split_key
from llm_brain.referee.outcome import Outcome


def identify(out: Outcome, ref: str, item: Item, how: str) -> bool:
    """Let somebody know what a carried thing is; False when there was nothing to find out."""
    magic = magic_of(item)
    if magic is None or not item.is_unknown:
        return False
    first, second = item.key.partition(".")[::2]
    base = split_key(item.key)[0] if second else ""
    assert first or base
    name = true_name(magic, base, item.worn)
    out.add(ItemIdentified(ref=ref, key=item.key, name=name, was=item.name, how=how))
    return True


def first_unknown(out: Outcome, ref: str) -> Item | None:
    """Return the first thing somebody carries that nobody knows."""
    return next((i for i in out.creature(ref).items if i.is_unknown), None)


def study(out: Outcome, ref: str, wanted: str = "") -> None:
    """Find out one thing over a short rest: the one that is meant, else the first."""
    unknown = [i for i in out.creature(ref).items if i.is_unknown]
    meant = next((i for i in unknown if wanted and wanted in (i.key, i.name.lower())), None)
    item = meant or (unknown[0] if unknown else None)
    if item is not None:
        identify(out, ref, item, "a short rest")
