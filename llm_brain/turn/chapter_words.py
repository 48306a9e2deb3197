"""A chapter in a model's words, where one is at hand: asked beside the turns, held to the facts, left as it was otherwise."""

import re
import threading
import time
from contextlib import closing

from llm_brain.brain import Brain
from llm_brain.errors import NarratorFailed
from llm_brain.memory.chapters import CHAPTER_CHARS
from llm_brain.narrators.free_prompt import Completer, PromptRefused, free_prompt, writable
from llm_brain.narrators.protocol import ChatMessage, Sampling
from llm_brain.store import summaries
from llm_brain.store.summaries import Summary
from llm_brain.turn.manners import MACHINE, TOKENS
from llm_brain.turn.numbers import strict_numbers
from llm_brain.turn.prompt import one_line, rendered

DEADLINE_S = 60.0
MOST_TOKENS = 220
CONVERSATION = -3
LEAST_CHARS = 40
END = re.compile(r"[.!?…][”’\"']?(?=\s|$)")
NAME = re.compile(r"(?<![.!?…] )(?<!^)\b[A-Z][a-z]{2,}")


def reword(brain: Brain, campaign_id: int, summary_id: int, stopped: threading.Event) -> bool:
    """Have a model put a chapter into words; say whether it did."""
    completer = _completer(brain)
    if completer is None:
        return False
    found = brain.database.read(lambda held: summaries.all_of(held, campaign_id))
    chapter = next((s for s in found if s.id == summary_id), None)
    if chapter is None or not chapter.facts:
        return False
    words = _asked(brain, completer, chapter, stopped)
    if not words:
        return False
    return brain.database.run(
        lambda held: summaries.reword(
            held, campaign_id, summary_id, chapter.content, words, completer.name
        )
    )


def _completer(brain: Brain) -> Completer | None:
    ready = (n for n in tuple(brain.narrators) if isinstance(n, Completer))
    return next((n for n in ready if n.standing().state == "healthy"), None)


def _asked(brain: Brain, completer: Completer, chapter: Summary, stopped: threading.Event) -> str:
    asked = rendered(
        brain.settings.prompts_dir, "chapter.j2", facts=[text for _, text in chapter.facts]
    )
    prompt = free_prompt(
        [ChatMessage("user", asked)], Sampling(0.3, 0.9, MOST_TOKENS), conversation=CONVERSATION
    )
    give_up_at = time.monotonic() + DEADLINE_S
    said = ""
    try:
        with closing(completer.complete(prompt)) as answer:
            for words in answer:
                said += words
                if stopped.is_set() or time.monotonic() > give_up_at:
                    return ""
    except (NarratorFailed, PromptRefused):
        return ""
    return acceptable(writable(said), chapter)


def acceptable(said: str, chapter: Summary) -> str:
    """Return a model's words, whole sentences of them, or nothing when they say what no fact says."""
    text = one_line(said)[:CHAPTER_CHARS]
    ends = [found.end() for found in END.finditer(text)]
    text = text[: ends[-1]] if ends else ""
    known = " ".join(fact for _, fact in chapter.facts)
    if len(text) < LEAST_CHARS or TOKENS.search(text) or MACHINE.search(text):
        return ""
    if not set(strict_numbers(text)) <= set(strict_numbers(known)):
        return ""
    return text if all(name in known for name in NAME.findall(text)) else ""
