"""The path of one picture, top to bottom: judge the order, paint it, hang it.

Sits between `api.py` (HTTP) and the painters; knows neither pixels nor requests.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from image_gen.config import Settings
from image_gen.errors import BadSize, PaintingFailed, PromptEmpty, PromptTooLong
from image_gen.gallery import Gallery, Hung
from image_gen.looks import Look, Looks
from image_gen.painters.choosing import Choice
from image_gen.painters.protocol import FigureFact, PictureOrder, SceneFacts
from image_gen.styles import DEFAULT_NEGATIVE_PROMPT, style_prompt
from image_gen.wire import GenerateIn, SceneIn

log = logging.getLogger("image_gen")

MAX_RATIO = 3
PORTRAIT_PX = (512, 640)
"""Width and height of a portrait that asks for none."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A picture that hangs, the order it came from and the time it took."""

    order: PictureOrder
    hung: Hung
    duration_ms: int
    painter: str
    reason: str | None


def make_picture(
    request: GenerateIn,
    *,
    settings: Settings,
    choice: Choice,
    gallery: Gallery,
    clock: Callable[[], float],
    is_wanted: Callable[[], bool] = lambda: True,
) -> Finished:
    """Turn a request into a picture that hangs in the gallery; `clock` counts seconds."""
    started = clock()
    order = judge_order(request, settings)
    if request.look is not None:
        order = _in_their_look(order, request, Looks(settings.images_dir))
    order = replace(order, is_wanted=is_wanted)
    image, painter, reason = _paint(order, choice)
    hung = gallery.hang(image, image_format=order.image_format)
    return Finished(order, hung, round((clock() - started) * 1000), painter, reason)


def _paint(order: PictureOrder, choice: Choice) -> tuple[bytes, str, str | None]:
    """Have it painted by whoever is at work; where a model fails, by the painter that is always there, with the reason."""
    painter, reason = choice.now()
    try:
        return painter.paint(order), painter.name, reason
    except PaintingFailed as failure:
        if painter is choice.painter:
            raise
        log.warning("painting with %s this time: %s", choice.painter.name, failure)
        return choice.painter.paint(order), choice.painter.name, str(failure)


def judge_order(request: GenerateIn, settings: Settings) -> PictureOrder:
    """Check everything a painter relies on; raise one of the 422 errors."""
    prompt = request.prompt.strip()
    if not prompt and request.scene is None and request.look is None:
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
        kind=request.kind,
    )


def _in_their_look(order: PictureOrder, request: GenerateIn, looks: Looks) -> PictureOrder:
    """Give an order the words and the seed of the first picture of the same person; keep them when this is the first."""
    assert request.look is not None
    look = looks.find(request.look)
    if look is None:
        if not order.prompt and request.scene is None:
            raise PromptEmpty()
        look = looks.keep(request.look, Look(order.prompt, order.seed))
    says_more = order.prompt and order.prompt not in look.prompt
    prompt = f"{look.prompt}, {order.prompt}" if says_more else look.prompt
    return replace(order, prompt=prompt, seed=look.seed if request.seed is None else order.seed)


def _judge_size(request: GenerateIn, settings: Settings) -> tuple[int, int]:
    """Return width and height in px; raise BadSize."""
    usual = (settings.default_width_px, settings.default_height_px)
    if request.kind == "portrait":
        usual = PORTRAIT_PX
    width_px = usual[0] if request.width_px is None else request.width_px
    height_px = usual[1] if request.height_px is None else request.height_px
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
