"""The styles a picture may be asked in: strict names, one prompt line each.

The lines go to a neural painter as they are; the sketch painter reads only the name and has a
finish of its own for each. An unknown name is an error, never a silent default.
"""

from image_gen.errors import UnknownStyle

STYLE_PROMPTS: dict[str, str] = {
    "fantasy_art": (
        "detailed fantasy illustration, dramatic light, rich colour, painterly, depth of field"
    ),
    "dark_gothic": (
        "dark gothic painting, deep shadow, cold desaturated palette, one warm light, brooding"
    ),
    "sunbaked": (
        "sun-bleached desert painting, hard noon light, ochre and bone, long blue shadows, vast"
    ),
    "gallant": (
        "swashbuckling adventure painting, bold teal and gold, billowing light, theatrical, lively"
    ),
    "watercolor": (
        "loose watercolor on rough paper, soft wet edges, pale washes, granulating pigment"
    ),
    "ink_sketch": "pen and ink drawing on cream paper, cross-hatching, confident outlines",
    "oil_painting": (
        "classical oil painting, visible brush strokes, warm glaze, chiaroscuro, canvas weave"
    ),
    "woodcut": "old woodcut print, carved parallel lines, black ink on tinted paper, bold shapes",
    "storybook": "storybook gouache illustration, warm rounded shapes, clear outlines, gentle light",
}

DEFAULT_NEGATIVE_PROMPT = (
    "blurry, low quality, deformed hands, extra limbs, text, caption, signature, watermark, "
    "frame, modern clothing, photograph of a screen"
)


def style_prompt(style: str) -> str:
    """Return the prompt line of a style; raise UnknownStyle naming the valid ones."""
    if style not in STYLE_PROMPTS:
        raise UnknownStyle(style=style, valid_styles=sorted(STYLE_PROMPTS))
    return STYLE_PROMPTS[style]
