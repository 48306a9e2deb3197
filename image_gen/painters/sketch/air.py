"""The air of a scene: sky, haze and ambient colours for a time, a weather and a kind of place.

Numbers are the painter's taste, 0 to 1. Knows no shapes.
"""

from dataclasses import dataclass, replace

from image_gen.painters.sketch.colour import RGB, grey, mix_rgb, scale
from image_gen.painters.sketch.scene import Scene


@dataclass(frozen=True, slots=True)
class Air:
    """Colours and strengths everything is seen through."""

    sky_top: RGB
    sky_low: RGB
    haze: RGB
    ambient: RGB
    key: RGB
    key_power: float
    density: float
    near_dark: float = 0.5
    mist: float = 0.15
    stars: float = 0.0
    cloud: float = 0.4
    key_height: float = 0.3


_OUTDOORS = {
    "day": Air(
        sky_top=(0.30, 0.50, 0.72),
        sky_low=(0.86, 0.90, 0.86),
        haze=(0.70, 0.79, 0.82),
        ambient=(0.78, 0.82, 0.86),
        key=(1.0, 0.93, 0.76),
        key_power=0.65,
        density=1.15,
        near_dark=0.42,
        mist=0.1,
        cloud=0.55,
        key_height=0.14,
    ),
    "dawn": Air(
        sky_top=(0.33, 0.42, 0.62),
        sky_low=(1.0, 0.82, 0.66),
        haze=(0.84, 0.72, 0.70),
        ambient=(0.70, 0.64, 0.68),
        key=(1.0, 0.74, 0.52),
        key_power=0.8,
        density=1.5,
        near_dark=0.40,
        mist=0.4,
        cloud=0.4,
        key_height=0.40,
    ),
    "dusk": Air(
        sky_top=(0.17, 0.15, 0.33),
        sky_low=(0.98, 0.56, 0.27),
        haze=(0.66, 0.40, 0.36),
        ambient=(0.60, 0.50, 0.56),
        key=(1.0, 0.52, 0.22),
        key_power=0.9,
        density=1.3,
        near_dark=0.45,
        mist=0.2,
        cloud=0.5,
        key_height=0.43,
    ),
    "night": Air(
        sky_top=(0.025, 0.045, 0.11),
        sky_low=(0.13, 0.21, 0.36),
        haze=(0.12, 0.18, 0.30),
        ambient=(0.27, 0.33, 0.48),
        key=(0.66, 0.78, 1.0),
        key_power=0.55,
        density=1.2,
        near_dark=0.38,
        mist=0.25,
        stars=1.0,
        cloud=0.35,
        key_height=0.2,
    ),
}

_INDOORS: dict[str, tuple[RGB, RGB, RGB]] = {
    # deep background, haze, ambient
    "cavern": ((0.03, 0.07, 0.09), (0.12, 0.22, 0.25), (0.28, 0.35, 0.39)),
    "crypt": ((0.04, 0.06, 0.07), (0.11, 0.16, 0.17), (0.25, 0.29, 0.32)),
    "tavern": ((0.09, 0.05, 0.03), (0.30, 0.19, 0.11), (0.54, 0.43, 0.34)),
    "hall": ((0.06, 0.05, 0.08), (0.19, 0.16, 0.19), (0.30, 0.28, 0.33)),
}

_THEME_TINTS: dict[str, RGB] = {
    "infernal": (0.75, 0.18, 0.08),
    "fey": (0.35, 0.75, 0.55),
    "undead": (0.40, 0.55, 0.42),
    "frozen": (0.55, 0.75, 0.95),
    "arcane": (0.50, 0.38, 0.90),
    "sea": (0.20, 0.50, 0.60),
    "desert": (0.96, 0.74, 0.44),
    "carnival": (0.24, 0.66, 0.76),
}


def air_of(scene: Scene) -> Air:
    """Return the air of a scene."""
    air = _indoors(scene) if scene.is_indoors else _OUTDOORS[scene.time_of_day]
    air = _weathered(air, scene)
    tint = _THEME_TINTS.get(scene.theme)
    if tint is not None:
        air = _tinted(air, tint, 0.22)
    if scene.mood == "grim":
        air = replace(air, ambient=scale(air.ambient, 0.85), density=air.density * 1.1)
    if scene.place_kind == "swamp":
        air = _tinted(
            replace(air, density=air.density * 1.15, mist=air.mist + 0.2), (0.36, 0.46, 0.26), 0.25
        )
    if scene.place_kind == "forest":
        air = _tinted(
            replace(air, density=air.density * 1.1, mist=air.mist + 0.05), (0.40, 0.60, 0.22), 0.38
        )
    return air


def _indoors(scene: Scene) -> Air:
    """Return the air under a roof: the hour outside only tints it."""
    deep, haze, ambient = _INDOORS[scene.place_kind]
    outside = _OUTDOORS[scene.time_of_day]
    lift = {"day": 1.25, "dawn": 1.1, "dusk": 0.95, "night": 0.8}[scene.time_of_day]
    return Air(
        sky_top=scale(deep, lift),
        sky_low=mix_rgb(scale(haze, lift), outside.haze, 0.10),
        haze=scale(mix_rgb(haze, outside.haze, 0.12), lift),
        ambient=scale(mix_rgb(ambient, outside.ambient, 0.15), lift * 0.85),
        key=outside.sky_low if scene.time_of_day != "night" else outside.key,
        key_power=0.35 + 0.3 * grey(outside.sky_low),
        density=0.75,
        near_dark=0.35,
        mist=0.22,
        cloud=0.0,
    )


def _weathered(air: Air, scene: Scene) -> Air:
    """Let the weather dim, grey and thicken the air; indoors only a little."""
    weather, part = scene.weather, 0.25 if scene.is_indoors else 1.0
    if weather == "rain":
        return _greyed(
            air, (0.42, 0.48, 0.54), 0.5 * part, dim=1 - 0.25 * part, thick=1.35, cloud=0.9
        )
    if weather == "storm":
        return _greyed(
            air, (0.26, 0.30, 0.36), 0.65 * part, dim=1 - 0.38 * part, thick=1.3, cloud=1.0
        )
    if weather == "fog":
        air = _greyed(
            air, (0.72, 0.74, 0.76), 0.45 * part, dim=1.0, thick=1 + 0.9 * part, cloud=0.3
        )
        return replace(air, mist=air.mist + 0.45)
    if weather == "sand":
        air = _greyed(air, (0.74, 0.52, 0.28), 0.75 * part, dim=0.86, thick=1 + part, cloud=0.2)
        return replace(air, mist=air.mist + 0.35 * part)
    if weather == "snow":
        air = _greyed(air, (0.80, 0.84, 0.90), 0.4 * part, dim=1.05, thick=1.3, cloud=0.7)
        return replace(air, mist=air.mist + 0.12)
    return air


def _greyed(
    air: Air, towards: RGB, amount: float, *, dim: float, thick: float, cloud: float
) -> Air:
    """Pull all colours towards a grey of their own brightness."""

    def pull(colour: RGB) -> RGB:
        target = scale(towards, grey(colour) / max(0.05, grey(towards)))
        return scale(mix_rgb(colour, target, amount), dim)

    return replace(
        air,
        sky_top=pull(air.sky_top),
        sky_low=pull(air.sky_low),
        haze=pull(air.haze),
        ambient=pull(air.ambient),
        key_power=air.key_power * (1 - 0.6 * amount),
        density=air.density * thick,
        stars=air.stars * (1 - amount * 1.5 if amount < 0.6 else 0.0),
        cloud=max(air.cloud, cloud * amount * 2) if air.cloud else 0.0,
    )


def _tinted(air: Air, tint: RGB, amount: float) -> Air:
    """Pull haze, sky and ambient towards a colour, keeping their brightness."""

    def pull(colour: RGB) -> RGB:
        return mix_rgb(colour, scale(tint, grey(colour) / max(0.05, grey(tint))), amount)

    return replace(
        air,
        sky_top=pull(air.sky_top),
        sky_low=pull(air.sky_low),
        haze=pull(air.haze),
        ambient=pull(air.ambient),
    )
