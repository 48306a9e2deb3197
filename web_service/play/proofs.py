"""The proof of a campaign's dice as the page shows it. Pure: the brain's answer in, rows in words out; it works no die out."""

from dataclasses import dataclass
from typing import Any

from web_service.play.dice_cards import DieCard, card_of

VERDICTS = {
    "true": ("ok", "Every die is what its seed says."),
    "partly": ("ok", "Every die whose seed is shown is what it says; the later ones are still sealed."),
    "sealed": ("", "Nothing can be proven yet: the seed is sealed until the owner shows it."),
    "false": ("no", "Something here is not what was promised: look at the rolls marked as false."),
}  # fmt: skip
IN_WORDS = {True: "true", False: "FALSE", None: "sealed"}
TONES = {True: "ok", False: "no", None: "dim"}


@dataclass(frozen=True, slots=True)
class ProvenDie:
    """One die: its number, what it showed, what its seed says."""

    n: int
    sides: int
    value: int
    recomputed: int | None
    verdict: str
    tone: str


@dataclass(frozen=True, slots=True)
class ProvenRow:
    """A roll with the proof of its dice; one that was taken back has no card."""

    turn_number: int | None
    card: DieCard | None
    dice: list[ProvenDie]
    troubles: list[str]


@dataclass(frozen=True, slots=True)
class PageProof:
    """What the dice page says of a campaign."""

    tone: str
    verdict: str
    promise_is_kept: bool
    seeds: list[dict[str, Any]]
    is_sealed: bool
    last_n: int
    rows: list[ProvenRow]
    older: int | None


def proof_of(found: dict[str, Any], names: dict[str, str]) -> PageProof:
    """Return the page's proof. Raises KeyError when the answer is of an older brain."""
    tone, verdict = VERDICTS[found["verdict"]]
    seeds = [{**seed, "is_true": IN_WORDS[seed["hash_is_true"]]} for seed in found["seeds"]]
    return PageProof(
        tone=tone,
        verdict=verdict,
        promise_is_kept=bool(found["promise_is_kept"]),
        seeds=seeds,
        is_sealed=found["verdict"] == "sealed",
        last_n=int(found["last_n"]),
        rows=[_row(roll, names) for roll in found["rolls"]],
        older=found["older"],
    )


def _row(roll: dict[str, Any], names: dict[str, str]) -> ProvenRow:
    troubles = []
    if not roll["adds_up"]:
        troubles.append(f"its sum is noted as {roll['total']}, its dice say otherwise")
    if not roll["is_in_order"]:
        troubles.append("its dice are numbered out of order")
    return ProvenRow(
        turn_number=roll["turn_number"],
        card=card_of(roll["seq"], roll["roll"], names) if roll["roll"] else None,
        dice=[
            ProvenDie(
                die["n"], die["sides"], die["value"], die["recomputed"],
                IN_WORDS[die["is_true"]], TONES[die["is_true"]],
            )
            for die in roll["dice"]
        ],
        troubles=troubles,
    )  # fmt: skip
