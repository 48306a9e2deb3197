"""The path of one picture, top to bottom: judge the order, paint it, hang it.

Sits between `api.py` (HTTP) and the painters; knows neither pixels nor requests.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from image_gen.config import Settings
from image_gen.errors import BadSize, PromptEmpty, PromptTooLong
from image_gen.gallery import Gallery, Hung
from image_gen.painters.choosing import Choice
from image_gen.painters.protocol import FigureFact, PictureOrder, SceneFacts
from image_gen.styles import DEFAULT_NEGATIVE_PROMPT, style_prompt
from image_gen.wire import GenerateIn, SceneIn

MAX_RATIO = 3


@dataclass(frozen=True, slots=True)
class Finished:
    """A picture that hangs, the order it came from and the time it took."""

    order: PictureOrder
    hung: Hung
    duration_ms: int


def make_picture(
    request: GenerateIn,
    *,
    settings: Settings,
    choice: Choice,
    gallery: Gallery,
    clock: Callable[[], float],
) -> Finished:
    """Turn a request into a picture that hangs in the gallery; `clock` counts seconds."""
    started = clock()
    order = judge_order(request, settings)
    image = choice.painter.paint(order)
    hung = gallery.hang(image, image_format=order.image_format)
    return Finished(order, hung, round((clock() - started) * 1000))


def judge_order(request: GenerateIn, settings: Settings) -> PictureOrder:
    """Check everything a painter relies on; raise one of the 422 errors."""
    prompt = request.prompt.strip()
    if not prompt and request.scene is None:
        raise PromptEmpty()
    negative = (request.negative_prompt or DEFAULT_NEGATIVE_PROMPT).strip()
    for field, text in (("prompt", prompt), ("negative_prompt", negative)):
        if len(text) > settings.max_prompt_chars:
            raise PromptTooLong(field=field, length=len(text), limit=settings.max_prompt_chars)
    style = settings.default_style if request.style is None else request.style
    style_prompt(style)
    width_px, height_px = _judge_size(request, settings)
    return PictureOrder(
        prompt=prompt,
        style=style,
        seed=request.seed if request.seed is not None else _seed_of(request),
        width_px=width_px,
        height_px=height_px,
        negative_prompt=negative,
        steps=request.steps,
        image_format=settings.image_format,
        scene=_facts(request.scene or SceneIn()),
    )


def _judge_size(request: GenerateIn, settings: Settings) -> tuple[int, int]:
    """Return width and height in px; raise BadSize."""
    width_px = settings.default_width_px if request.width_px is None else request.width_px
    height_px = settings.default_height_px if request.height_px is None else request.height_px
    short, long = sorted((width_px, height_px))
    within = settings.min_side_px <= short and long <= settings.max_side_px
    if not within or long > MAX_RATIO * short:
        raise BadSize(
            width_px=width_px,
            height_px=height_px,
            min_side_px=settings.min_side_px,
            max_side_px=settings.max_side_px,
            max_ratio=MAX_RATIO,
        )
    return width_px, height_px


def _seed_of(request: GenerateIn) -> int:
    """Derive the seed of an order that names none: the same order, the same picture."""
    said = (
        request.prompt.strip() + "\n" + (request.scene.model_dump_json() if request.scene else "")
    )
    return int.from_bytes(hashlib.sha256(said.encode()).digest()[:4], "big")


def _facts(scene: SceneIn) -> SceneFacts:
    """Carry the wire's scene over into the painters' terms."""
    facts = scene.model_dump(exclude={"figures"})
    figures = None
    if scene.figures is not None:
        figures = tuple(FigureFact(f.kind, f.count, f.stance) for f in scene.figures)
    return SceneFacts(figures=figures, **facts)
