"""Puts the figures on the stage: the party near and left, the others farther and facing it.

Where each stands comes from the moment's chance, never from the place's.
"""

import math

from image_gen.painters.sketch.bestiary import NEUTRAL
from image_gen.painters.sketch.colour import mix
from image_gen.painters.sketch.figures import BODIES
from image_gen.painters.sketch.figures.body import Body
from image_gen.painters.sketch.scene import Actor
from image_gen.painters.sketch.seeds import Dice, dice_from
from image_gen.painters.sketch.stage import Layer, Stage

_MOST_IN_A_ROW = 7
_FRIEND_TINTS = ("#8a3a30", "#3f5a8a", "#4a6a40", "#7a5a2c", "#5f3f70")


def bring_on(stage: Stage) -> None:
    """Draw every figure of the scene into its own layers."""
    dice = dice_from(stage.scene.moment_seed, "troupe")
    friends = [a for actor in stage.scene.actors if not actor.is_foe for a in [actor] * actor.count]
    others = [a for actor in stage.scene.actors if actor.is_foe for a in [actor] * actor.count]
    _stand(stage, dice, others[:_MOST_IN_A_ROW], left=0.56 if friends else 0.36, right=0.92 if friends else 0.72,
           depth=0.22, flip=bool(friends))  # fmt: skip
    _stand(
        stage, dice, friends[:5], left=0.13, right=0.42 if others else 0.55, depth=0.11, flip=False
    )


def _stand(stage: Stage, dice: Dice, actors: list[Actor], *, left: float, right: float, depth: float,
           flip: bool) -> None:  # fmt: skip
    """Stand a group: biggest in the back, two loose rows, feet on the ground."""
    if not actors:
        return
    low, high = stage.walk
    left, right = low + (high - low) * left, low + (high - low) * right
    ordered = sorted(actors, key=lambda actor: -actor.size)
    biggest = ordered[0].size
    back_depth = min(0.5, depth + 0.07 + 0.06 * max(0.0, biggest - 1))
    back, front = stage.layer(back_depth), stage.layer(depth)
    alone = len(ordered) == 1
    places = [(i + 0.5) / len(ordered) for i in range(len(ordered))]
    dice.shuffle(places)
    for i, actor in enumerate(ordered):
        in_back = actor.size >= 1.4 if alone else i < len(ordered) // 2
        x = places[i] + dice.uniform(-0.2, 0.2) / len(ordered)
        turned = flip if actor.body not in NEUTRAL else dice.random() < 0.5
        layer, at = (back, back_depth) if in_back else (front, depth)
        _draw(stage, layer, dice, actor, stage.width * (left + (right - left) * x), at, turned)


def _draw(
    stage: Stage, layer: Layer, dice: Dice, actor: Actor, x: float, depth: float, flip: bool
) -> None:
    """Draw one figure with the shadow at its feet."""
    tall = stage.person(depth) * actor.size * dice.uniform(0.95, 1.05)
    most = 620 if actor.size > 1.3 else 420
    scale = min(tall, most) / 100
    y = stage.floor_y(depth) + dice.uniform(-3, 9)
    tint = actor.tint or "#6a6058"
    if not actor.is_foe:
        tint = mix(tint, dice.choice(_FRIEND_TINTS), 0.35)
    layer.sheet.oval(
        x,
        y,
        30 * scale,
        5 * scale,
        layer.sheet.around((0, "#000000", 0.75), (0.6, "#000000", 0.5), (1, "#000000", 0)),
    )
    body = Body(layer.sheet, layer.glow, mix(tint, "#8a7a68", dice.uniform(0, 0.18)), dice)
    turn = 84.0 if actor.is_fallen else dice.uniform(-1.5, 1.5)
    lift = math.copysign(8 * scale, -1) if actor.is_fallen else 0.0
    with (
        layer.sheet.moved(x, y + lift, scale=scale, flip=flip, turn=turn),
        layer.glow.moved(x, y + lift, scale=scale, flip=flip, turn=turn),
    ):
        BODIES[actor.body](body)
