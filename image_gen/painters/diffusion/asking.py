"""An order in the words a text-to-image model understands: what is to be seen first, then how it is painted.

Pure. The facts of the scene come from the ledger; a fact that the prompt already says is not said again.
"""

from image_gen.painters.protocol import PictureOrder, SceneFacts
from image_gen.styles import style_prompt

PORTRAIT = "portrait, head and shoulders, one person, face in focus, plain dim background"


def words_for(order: PictureOrder) -> str:
    """Return the whole prompt of an order."""
    seen = [order.prompt.strip(" ,.")] if order.prompt.strip(" ,.") else []
    facts = _facts(order.scene)
    said = order.prompt.casefold()
    seen += [fact for fact in facts if fact.casefold() not in said]
    frame = [PORTRAIT] if order.kind == "portrait" else []
    return ", ".join([*frame, *seen, style_prompt(order.style)])


def _facts(scene: SceneFacts) -> list[str]:
    """Say a scene's facts in short phrases, the place first."""
    place = [text for text in (scene.place_name, scene.place_kind) if text]
    figures = []
    for figure in scene.figures or ():
        if figure.count > 0:
            name = figure.kind.replace("_", " ")
            many = name if figure.count == 1 else f"{figure.count} {name}s"
            figures.append(f"{many} {figure.stance}" if figure.stance else many)
    light = f"{scene.light} light" if scene.light else None
    mood = f"{scene.mood} mood" if scene.mood else None
    rest = (scene.focal, scene.time_of_day, scene.weather, light, mood)
    return [*place, *figures, *(text for text in rest if text)]
