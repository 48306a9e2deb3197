"""Step 4b, where the reader is unsure: a model may be asked to read the message, and is heard when every check agrees.

The reading that stands is the answer to everything that goes wrong: no model, a slow one, one that answers what cannot be.
The player's words are data in its prompt, and the form it fills holds only what is in the scene.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from llm_brain.brain import Brain
from llm_brain.narrators.desk import clerk_of
from llm_brain.narrators.forms import Form
from llm_brain.narrators.protocol import ChatMessage
from llm_brain.referee.actions import Action
from llm_brain.turn.intent import Doubt
from llm_brain.turn.prompt import quoted, rendered
from llm_brain.understanding.intent_checks import NotTaken, checked
from llm_brain.understanding.intent_form import FilledDeed, IntentForm, intent_form

MOST_TOKENS = 256
TABLE = -1
MOST_MESSAGE_CHARS = 600
"""A longer message says more than one deed."""


@dataclass(frozen=True)
class ModelReading:
    """What a model made of a message: its action, or None and why it was not taken."""

    action: Action | None = None
    note: str = ""


def read_by_model(
    brain: Brain, message: str, doubt: Doubt, standing: Sequence[Action], last_telling: str = ""
) -> ModelReading:
    """Return a model's reading of a message that the reader is unsure of."""
    if brain.settings.model_reads == "never" or len(message) > MOST_MESSAGE_CHARS:
        return ModelReading()
    clerk = clerk_of(brain.narrators)
    if clerk is None:
        return ModelReading()
    scene = intent_form(doubt.situation)
    forms = brain.watch.metrics.forms
    filling = brain.desk.ask(clerk, _form(brain, scene, message, last_telling))
    if filling.found is None:
        forms.labels("intent", "not_filled").inc()
        return ModelReading(note=f"the reader was unsure, and no model helped: {filling.why}")
    try:
        made = checked(scene, filling.found, message, doubt.situation, doubt.likely)
    except NotTaken as off:
        forms.labels("intent", "empty" if filling.found.kind == "unclear" else "refused").inc()
        return ModelReading(
            note=f"the reader was unsure; {filling.by}'s reading was not taken: {off.reason}"
        )
    forms.labels("intent", "taken").inc()
    if made.kind == standing[0].kind:
        return ModelReading(note=f"the reader was unsure; {filling.by} read the same")
    return ModelReading(made, f"the reader was unsure; {filling.by} read it")


def _form(brain: Brain, scene: IntentForm, message: str, last_telling: str) -> Form[FilledDeed]:
    folder = brain.settings.prompts_dir
    asked = rendered(
        folder,
        "reading.j2",
        targets=list(scene.targets),
        means=[name for name, what in scene.means.items() if what.sort != "skill"],
        told=quoted(last_telling[-400:]),
        message=quoted(message),
    )
    orders = rendered(folder, "reading_orders.j2")
    return Form(
        name="intent",
        messages=(ChatMessage("system", orders), ChatMessage("user", asked)),
        wanted=scene.wanted,
        most_tokens=MOST_TOKENS,
        deadline_s=brain.settings.model_reads_deadline_s,
        urgency=0,
        table=TABLE,
    )
