"""A transparent sheet that shapes are drawn on, kept as SVG text until it is rendered.

Units: the picture is always 1000 high; widths follow its ratio. Knows nothing of places or light.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

Point = tuple[float, float]


class Sheet:
    def __init__(self) -> None:
        self._shapes: list[str] = []
        self._defs: dict[str, str] = {}

    @property
    def is_empty(self) -> bool:
        return not self._shapes

    def path(
        self,
        d: str,
        fill: str = "none",
        *,
        alpha: float = 1.0,
        stroke: str | None = None,
        width: float = 1.0,
    ) -> None:
        """Draw a path; fill and stroke are colour words or gradients."""
        seen = f' fill-opacity="{alpha:.3f}"' if alpha < 1 else ""
        line = ""
        if stroke:
            line = (
                f' stroke="{stroke}" stroke-width="{width:.2f}" stroke-linejoin="round"'
                f' stroke-linecap="round"'
            )
            line += f' stroke-opacity="{alpha:.3f}"' if alpha < 1 else ""
        self._shapes.append(f'<path d="{d}" fill="{fill}"{seen}{line}/>')

    def poly(self, points: Iterable[Point], fill: str, *, alpha: float = 1.0) -> None:
        """Fill a polygon."""
        self.path(polygon(points), fill, alpha=alpha)

    def line(
        self, points: Iterable[Point], colour: str, width: float, *, alpha: float = 1.0
    ) -> None:
        """Draw an open line with round ends."""
        self.path(polyline(points), alpha=alpha, stroke=colour, width=width)

    def oval(
        self, x: float, y: float, rx: float, ry: float, fill: str, *, alpha: float = 1.0
    ) -> None:
        """Fill an ellipse around a middle."""
        seen = f' fill-opacity="{alpha:.3f}"' if alpha < 1 else ""
        self._shapes.append(
            f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.2f}" ry="{ry:.2f}" fill="{fill}"{seen}/>'
        )

    def box(self, x: float, y: float, w: float, h: float, fill: str, *, alpha: float = 1.0) -> None:
        """Fill an upright rectangle from its top left corner."""
        self.path(f"M{x:.1f} {y:.1f}h{w:.1f}v{h:.1f}h{-w:.1f}Z", fill, alpha=alpha)

    def across(self, *stops: tuple[float, str, float], vertical: bool = False) -> str:
        """Return a gradient over a shape's own box; stops are (place 0-1, colour, alpha)."""
        x2, y2 = (0, 1) if vertical else (1, 0)
        return self._define(f'<linearGradient x1="0" y1="0" x2="{x2}" y2="{y2}"', stops)

    def around(self, *stops: tuple[float, str, float]) -> str:
        """Return a gradient from the middle of a shape's box outwards."""
        return self._define("<radialGradient", stops)

    def _define(self, opening: str, stops: Sequence[tuple[float, str, float]]) -> str:
        inside = "".join(
            f'<stop offset="{at}" stop-color="{colour}" stop-opacity="{alpha}"/>'
            for at, colour, alpha in stops
        )
        name = f"g{zlib.crc32((opening + inside).encode()):08x}"
        tag = opening[1:].split(" ", 1)[0]
        self._defs[name] = f'{opening} id="{name}">{inside}</{tag}>'
        return f"url(#{name})"

    @contextmanager
    def moved(
        self, x: float, y: float, *, scale: float = 1.0, flip: bool = False, turn: float = 0.0
    ) -> Iterator[None]:
        """Draw what follows around (x, y), scaled, mirrored, turned by degrees."""
        before = len(self._shapes)
        across = -scale if flip else scale
        turned = f" rotate({turn:.1f})" if turn else ""
        self._shapes.append(
            f'<g transform="translate({x:.1f} {y:.1f}) scale({across:.4f} {scale:.4f}){turned}">'
        )
        yield
        if len(self._shapes) == before + 1:
            self._shapes.pop()
        else:
            self._shapes.append("</g>")

    def svg(self, *, width_px: int, height_px: int, part: tuple[float, float, float, float]) -> str:
        """Return a part of the sheet (x, y, width, height in units) as an SVG document."""
        box = " ".join(f"{number:.4f}" for number in part)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_px}" height="{height_px}" '
            f'viewBox="{box}" preserveAspectRatio="none">'
            f"<defs>{''.join(self._defs.values())}</defs>{''.join(self._shapes)}</svg>"
        )


def polygon(points: Iterable[Point]) -> str:
    """Return a closed path through points, straight."""
    return polyline(points) + "Z"


def polyline(points: Iterable[Point]) -> str:
    """Return an open path through points, straight."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
