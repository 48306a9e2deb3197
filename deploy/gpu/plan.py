"""One GPU, three models: for each size of card who computes on it, what is offloaded to main memory, who is embedded.

A pure table of settings that lie under whatever an operator sets. Its sizes are computed, not measured (docs/models.md).
What does not fit all the same steps down by itself; that is each service's own business.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

NAMES = ("auto", "none", "8", "12", "16", "24")
NEARLY = 0.93
"""A card of 8 GB shows a little less to programs."""
MIB_IN_GIB = 1024

NARRATOR_GB = 7.7
"""Llama 3.2 3B, bfloat16, in process, with one table's prompt of 4,096 tokens."""
SERVER_GB = 3.0
"""The same in 4 bits on a server of this machine, for one table."""
PAINTER_GB = 4.4
"""Stable Diffusion v1.5, fp16, while a picture of 960 x 600 is decoded."""
PAINTER_IN_PARTS_GB = 3.4
"""The same with all parts but the one at work in main memory."""
SPEAKER_GB = 4.5
"""Chatterbox, fp32."""

PAINT_IN_PARTS = {"IMAGE_OFFLOAD": "model"}
NO_NARRATOR = {"NARRATOR": "storyteller"}
NO_SPEAKER = {"SPEAKER": "espeak"}
QUICK = {"FIRST_WORDS_DEADLINE_S": "5"}
NO_GPU = {"LLM_DEVICE": "cpu", "IMAGE_DEVICE": "cpu", "TTS_DEVICE": "cpu"}


class PlanUnknown(ValueError):
    """GPU_PLAN says what is no plan."""

    def __init__(self, said: str) -> None:
        super().__init__(
            f"GPU_PLAN={said} is no plan: it is one of {', '.join(NAMES)} (GB of the GPU's memory)."
        )


@dataclass(frozen=True)
class Row:
    """Who is on the GPU, with GB; the settings that make it so; and in words what is not there."""

    on_gpu: Mapping[str, float]
    settings: Mapping[str, str]
    besides: str = ""

    @property
    def sum_gb(self) -> float:
        """Return the memory that all of them take at once."""
        return round(sum(self.on_gpu.values()), 1)

    @property
    def in_words(self) -> str:
        """Say who is there."""
        parts = " + ".join(f"{who} {gb:.1f}" for who, gb in self.on_gpu.items())
        there = f"{parts} = {self.sum_gb:.1f} GB, computed" if parts else "nothing on the GPU"
        return f"{there}; {self.besides}" if self.besides else there


LLAMA, SERVER, PAINTER, SPEAKER = "Llama", "a 4-bit server", "painter", "Chatterbox"
PAINTER_ALONE = {PAINTER: PAINTER_GB}
IN_PROCESS = {
    "8": Row(PAINTER_ALONE, {**NO_NARRATOR, **NO_SPEAKER}, "storyteller and eSpeak are embedded"),
    "12": Row(
        {LLAMA: NARRATOR_GB, PAINTER: PAINTER_IN_PARTS_GB},
        {"LLM_CACHE_GB": "0.5", **PAINT_IN_PARTS, **NO_SPEAKER, **QUICK},
        "the painter's idle parts are in main memory, eSpeak is embedded",
    ),
    "16": Row(
        {LLAMA: NARRATOR_GB, PAINTER: PAINTER_IN_PARTS_GB, SPEAKER: SPEAKER_GB},
        {"LLM_CACHE_GB": "0.5", **PAINT_IN_PARTS, **QUICK},
        "the painter's idle parts are in main memory",
    ),
    "24": Row(
        {LLAMA: NARRATOR_GB, PAINTER: PAINTER_GB, SPEAKER: SPEAKER_GB},
        {"LLM_CACHE_GB": "4", **QUICK},
        "and up to 4 GB of warm prompts",
    ),
}
"""Without LLM_BASE_URL."""
WITH_SERVER = {
    "8": Row(
        {SERVER: SERVER_GB, PAINTER: PAINTER_IN_PARTS_GB},
        {**PAINT_IN_PARTS, **NO_SPEAKER, **QUICK},
        "the painter's idle parts are in main memory, eSpeak is embedded",
    ),
    "12": Row(
        {SERVER: SERVER_GB, PAINTER: PAINTER_IN_PARTS_GB, SPEAKER: SPEAKER_GB},
        {**PAINT_IN_PARTS, **QUICK},
        "the painter's idle parts are in main memory",
    ),
    "16": Row({SERVER: SERVER_GB, PAINTER: PAINTER_GB, SPEAKER: SPEAKER_GB}, {**QUICK}),
    "24": Row({SERVER: SERVER_GB, PAINTER: PAINTER_GB, SPEAKER: SPEAKER_GB}, {**QUICK}),
}
"""With LLM_BASE_URL, the server being on this GPU too."""
WITHOUT_GPU = Row({}, NO_GPU, "everything computes on the processor, or is embedded")


@dataclass(frozen=True)
class Chosen:
    """A plan as it was chosen: its settings, and a sentence that says why; both empty where there is nothing to plan."""

    settings: Mapping[str, str] = field(default_factory=dict)
    in_words: str = ""

    def under(self, explicit: Mapping[str, str]) -> dict[str, str]:
        """Return the plan's settings that nobody set."""
        return {name: value for name, value in self.settings.items() if not explicit.get(name)}


def plan_named(said: str) -> str:
    """Return the name of a plan as GPU_PLAN says it. Raises PlanUnknown."""
    name = said.strip().lower().removesuffix("gb").strip() or "auto"
    if name not in NAMES:
        raise PlanUnknown(said)
    return name


def plan_for(card_mib: int) -> str:
    """Return the largest plan that a card has the memory for; the smallest for a smaller card, where more steps down."""
    sizes = [int(name) for name in IN_PROCESS]
    fitting = [size for size in sizes if card_mib >= size * MIB_IN_GIB * NEARLY]
    return str(max(fitting, default=min(sizes)))


def choose(explicit: Mapping[str, str], card_mib: int | None) -> Chosen:
    """Return the plan for these settings and this card (None: none is seen). Raises PlanUnknown."""
    name = plan_named(explicit.get("GPU_PLAN", ""))
    why = f"GPU_PLAN={name}"
    if name == "auto":
        if card_mib is None:
            return Chosen()
        name = plan_for(card_mib)
        why = f"GPU_PLAN=auto takes {name} for a GPU of {card_mib / MIB_IN_GIB:.0f} GB"
    has_server = bool(explicit.get("LLM_BASE_URL")) or explicit.get("NARRATOR") == "server"
    row = WITHOUT_GPU if name == "none" else (WITH_SERVER if has_server else IN_PROCESS)[name]
    return Chosen(row.settings, f"{why}: {row.in_words}")
