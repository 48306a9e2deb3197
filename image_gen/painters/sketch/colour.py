"""Colours as '#rrggbb' words for shapes and as float triples (0 to 1) for light."""

RGB = tuple[float, float, float]


def rgb(word: str) -> RGB:
    """Read '#rrggbb'."""
    return (int(word[1:3], 16) / 255, int(word[3:5], 16) / 255, int(word[5:7], 16) / 255)


def word(colour: RGB) -> str:
    """Write '#rrggbb', clipping to the range."""
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, c))):02x}" for c in colour)


def mix(a: str, b: str, t: float) -> str:
    """Blend two colour words; t = 0 gives a, 1 gives b."""
    return word(mix_rgb(rgb(a), rgb(b), t))


def mix_rgb(a: RGB, b: RGB, t: float) -> RGB:
    """Blend two colours; t = 0 gives a, 1 gives b."""
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t)


def tone(colour: str, factor: float) -> str:
    """Darken (< 1) or lighten (> 1) a colour word."""
    r, g, b = rgb(colour)
    return word((r * factor, g * factor, b * factor))


def scale(colour: RGB, factor: float) -> RGB:
    """Multiply a colour's strength."""
    return (colour[0] * factor, colour[1] * factor, colour[2] * factor)


def grey(colour: RGB) -> float:
    """Return how bright a colour looks, 0 to 1."""
    return 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]
