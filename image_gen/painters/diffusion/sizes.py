"""How large to paint: a model paints well near the size it learnt, so the picture is painted there and then fitted.

Pure; sizes in px.
"""

from math import sqrt

GRID_PX = 8
LEAST_SHARE = 0.75
MOST_SHARE = 1.5


def painted_size(
    width_px: int,
    height_px: int,
    *,
    native_side_px: int,
    most_share: float = MOST_SHARE,
    share: float = 1.0,
) -> tuple[int, int]:
    """Return the size to paint for an asked one: its ratio, an area near the model's own, sides in steps of 8.

    `most_share` bounds the area, in the model's own areas; `share` shortens both sides, 0 to 1, for want of memory.
    """
    own = native_side_px**2
    area = min(max(width_px * height_px, LEAST_SHARE * own), most_share * own)
    scale = sqrt(area / (width_px * height_px)) * share
    return _on_grid(width_px * scale), _on_grid(height_px * scale)


def _on_grid(side_px: float) -> int:
    return max(1, round(side_px / GRID_PX)) * GRID_PX
