"""Things that burn: a blaze, a torch in its bracket, a lantern, a hanging orb of magic."""

from image_gen.painters.sketch.sheet import Sheet


def blaze(glow: Sheet, x: float, foot: float, tall: float) -> None:
    """Burn a fire of three tongues, standing on `foot`."""
    glow.oval(x, foot - tall * 0.45, tall * 1.5, tall * 1.25,
              glow.around((0, "#ff9a3c", 0.55), (1, "#ff7a1c", 0)))  # fmt: skip
    for k, high, wide, colour in ((0.0, 1.0, 0.5, "#f2701d"), (-0.32, 0.62, 0.34, "#f2701d"),
                                  (0.34, 0.7, 0.34, "#ee6516"), (0.02, 0.74, 0.32, "#ffb02e"),
                                  (-0.2, 0.45, 0.22, "#ffb93c"), (0.0, 0.46, 0.2, "#fff0b0")):  # fmt: skip
        px, h, w = x + k * tall, tall * high, tall * wide
        glow.path(f"M{px - w * 0.5:.1f} {foot:.1f}C{px - w * 0.9:.1f} {foot - h * 0.4:.1f} {px - w * 0.1:.1f} "
                  f"{foot - h * 0.5:.1f} {px + w * 0.06:.1f} {foot - h:.1f}C{px + w * 0.3:.1f} "
                  f"{foot - h * 0.62:.1f} {px + w * 0.9:.1f} {foot - h * 0.36:.1f} {px + w * 0.5:.1f} {foot:.1f}Z",
                  colour)  # fmt: skip
    for k in (-0.5, 0.45, 0.1, -0.2):
        glow.oval(
            x + k * tall * 0.8, foot - tall * (1.05 + abs(k)), tall * 0.02, tall * 0.02, "#ffcf70"
        )


def torch(sheet: Sheet, glow: Sheet, x: float, y: float, size: float) -> None:
    """Set a torch in a bracket, its flame at y."""
    sheet.line([(x, y + size * 0.2), (x + size * 0.1, y + size * 1.6)], "#4a3322", size * 0.2)
    sheet.box(x - size * 0.22, y + size * 0.9, size * 0.6, size * 0.12, "#3a3836")
    blaze(glow, x, y + size * 0.25, size)


def lantern(sheet: Sheet, glow: Sheet, x: float, y: float, size: float) -> None:
    """Hang a lantern by its ring, its light at y."""
    sheet.line([(x, y - size * 1.4), (x, y - size * 0.7)], "#2c2a28", size * 0.08)
    sheet.poly(
        [(x - size * 0.45, y - size * 0.4), (x, y - size * 0.8), (x + size * 0.45, y - size * 0.4)],
        "#3a342e",
    )
    sheet.box(x - size * 0.4, y + size * 0.5, size * 0.8, size * 0.16, "#3a342e")
    glow.oval(x, y, size * 2.4, size * 2.4, glow.around((0, "#ffc36b", 0.5), (1, "#ffb04a", 0)))
    glow.box(x - size * 0.32, y - size * 0.4, size * 0.64, size * 0.9,
             glow.around((0, "#fff3c6", 1), (1, "#ffae3d", 1)))  # fmt: skip
    for k in (-0.34, 0.0, 0.34):
        glow.line(
            [(x + k * size, y - size * 0.4), (x + k * size, y + size * 0.5)], "#3a2f22", size * 0.06
        )


def orb(glow: Sheet, x: float, y: float, size: float, hue: str) -> None:
    """Let an orb of magic hang in the air with its motes."""
    glow.oval(x, y, size * 4, size * 4, glow.around((0, hue, 0.5), (1, hue, 0)))
    glow.oval(x, y, size, size, glow.around((0, "#ffffff", 1), (0.5, hue, 0.95), (1, hue, 0.1)))
    for dx, dy, r in (
        (1.7, -0.8, 0.1),
        (-1.5, -1.2, 0.13),
        (0.7, 1.6, 0.09),
        (-1.9, 0.9, 0.08),
        (0.2, -2.2, 0.1),
    ):
        glow.oval(x + dx * size, y + dy * size, r * size, r * size, "#ffffff")
    glow.path(f"M{x - size * 2:.1f} {y + size * 0.5:.1f}A{size * 2.1:.1f} {size * 0.7:.1f} -18 0 1 "
              f"{x + size * 2:.1f} {y - size * 0.5:.1f}", "none", stroke=hue, width=size * 0.09, alpha=0.8)  # fmt: skip


def campfire(sheet: Sheet, glow: Sheet, x: float, foot: float, size: float) -> None:
    """Lay logs in a ring of stones and burn them."""
    for k in (-0.8, -0.45, 0.0, 0.45, 0.8):
        sheet.oval(
            x + k * size, foot + size * 0.1 * (1 - abs(k)), size * 0.2, size * 0.14, "#6b655e"
        )
    sheet.line(
        [(x - size * 0.6, foot), (x + size * 0.4, foot - size * 0.24)], "#4b3626", size * 0.17
    )
    sheet.line(
        [(x + size * 0.6, foot), (x - size * 0.4, foot - size * 0.24)], "#574030", size * 0.17
    )
    blaze(glow, x, foot - size * 0.08, size * 1.15)
