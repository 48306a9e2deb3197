"""The story so far as a prompt can hold it: the campaign, its last chapters, its last scenes, as far as the budget reaches.

Pure. The scenes are always there; chapters and campaign take what room there is, the nearest first.
"""

from collections.abc import Sequence

from llm_brain.lore.choosing import CHARACTERS_A_TOKEN, Source, tokens_of
from llm_brain.memory.chapters import text_of
from llm_brain.store.story_segments import Segment
from llm_brain.store.summaries import Summary

LEAST_TOKENS = 60
"""A campaign in fewer words than these says nothing."""


def layers(
    found: Sequence[Summary],
    scenes: Sequence[Segment],
    room: int,
    corrections: Sequence[tuple[int, str]] = (),
) -> tuple[tuple[str, ...], tuple[Source, ...]]:
    """Return the lines of the story so far, the oldest first, and the account of what took part."""
    chapters = [s for s in found if s.kind == "chapter"]
    campaign = next((s for s in found if s.kind == "campaign"), None)
    sources: list[Source] = []
    lines: dict[int, str] = {}
    for chapter in reversed(chapters):
        text = f"Chapter {chapter.number}, {chapter.title}: {chapter.content}"
        tokens = tokens_of(text)
        is_in = tokens <= room
        room -= tokens if is_in else 0
        lines |= {chapter.number: text} if is_in else {}
        sources.append(_source(chapter, text, tokens, is_in=is_in))
    if campaign is not None and (not chapters or campaign.last_turn > chapters[-1].last_turn - 1):
        told = {n for n in lines if n >= 1}
        if len(campaign.covers) > len(told):
            text = _campaign(campaign, room)
            is_in = bool(text)
            lines |= {0: text} if is_in else {}
            whole = text or f"Until then: {campaign.content}"
            sources.append(_source(campaign, whole, tokens_of(whole), is_in=is_in))
    said = [lines[number] for number in sorted(lines)]
    said += [_set_right(scene, corrections) for scene in scenes]
    return tuple(said), tuple(sources)


def _campaign(campaign: Summary, room: int) -> str:
    """Return the campaign so far in the room there is, in fewer facts if need be; nothing when that is too little."""
    text = f"Until then: {campaign.content}"
    if tokens_of(text) <= room:
        return text
    if room < LEAST_TOKENS:
        return ""
    short = text_of(campaign.facts, room * CHARACTERS_A_TOKEN - len("Until then: "))
    return f"Until then: {short}" if short else ""


def _set_right(scene: Segment, corrections: Sequence[tuple[int, str]]) -> str:
    """Return a scene with what was set right about it."""
    true = [text for turn, text in corrections if scene.first_turn <= turn <= scene.last_turn]
    return f"{scene.content} (In truth: {' '.join(true)})" if true else scene.content


def _source(summary: Summary, text: str, tokens: int, *, is_in: bool) -> Source:
    title = "The campaign so far" if summary.kind == "campaign" else f"Chapter {summary.number}"
    why = f"turns {summary.first_turn} to {summary.last_turn}, by the {summary.narrator}"
    why += "" if is_in else "; no room left"
    return Source("summary", title, text, why, tokens, is_in)
