"""The factory's one accent colour, made readable on light and on dark.

The admin gives any colour; WCAG 2.2 asks for a contrast of 4.5 between text and ground. So the
colour is mixed with black or white until it has that, and never less readable than asked for.
"""

from __future__ import annotations

from typing import Final

Rgb = tuple[int, int, int]

# The palest and the darkest ground that the Hub's style sheet puts text on, in either mode.
LIGHT_GROUND: Final[Rgb] = (0xE9, 0xEC, 0xEF)
DARK_GROUND: Final[Rgb] = (0x34, 0x3A, 0x40)
BLACK: Final[Rgb] = (0, 0, 0)
WHITE: Final[Rgb] = (255, 255, 255)
ENOUGH: Final = 4.6
STEPS: Final = 50


def parse_colour(text: str) -> Rgb:
    """The colour written as ``#rrggbb``."""
    digits = text.removeprefix("#")
    if len(digits) != 6:
        raise ValueError(f"accent colour {text!r} is not of the form #rrggbb")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of WCAG 2.2 between two colours, from 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable(colour: Rgb, *, on: Rgb, towards: Rgb) -> Rgb:
    """``colour``, mixed with ``towards`` no more than it takes to be read on the ground ``on``."""
    for step in range(STEPS + 1):
        mixed = _mix(colour, towards, step / STEPS)
        if contrast(mixed, on) >= ENOUGH:
            return mixed
    return towards


def theme_css(accent: str) -> str:
    """The style sheet that carries the accent colour into both modes."""
    colour = parse_colour(accent)
    light = readable(colour, on=LIGHT_GROUND, towards=BLACK)
    dark = readable(colour, on=DARK_GROUND, towards=WHITE)
    return "\n".join(
        (
            _rule(":root, [data-bs-theme=light]", light, hover=_mix(light, BLACK, 0.25)),
            _rule("[data-bs-theme=dark]", dark, hover=_mix(dark, WHITE, 0.3)),
            "",
        )
    )


def _rule(selector: str, accent: Rgb, *, hover: Rgb) -> str:
    ink = max((WHITE, BLACK), key=lambda candidate: contrast(candidate, accent))
    return (
        f"{selector} {{\n"
        f"  --officina-accent: {_hex(accent)};\n"
        f"  --officina-accent-rgb: {_list(accent)};\n"
        f"  --officina-accent-strong: {_hex(hover)};\n"
        f"  --officina-on-accent: {_hex(ink)};\n"
        f"  --bs-link-color: {_hex(accent)};\n"
        f"  --bs-link-color-rgb: {_list(accent)};\n"
        f"  --bs-link-hover-color: {_hex(hover)};\n"
        f"  --bs-link-hover-color-rgb: {_list(hover)};\n"
        "}"
    )


def _luminance(colour: Rgb) -> float:
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _mix(colour: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (
        round(mine * (1 - share) + theirs * share)
        for mine, theirs in zip(colour, other, strict=True)
    )
    return red, green, blue


def _hex(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _list(colour: Rgb) -> str:
    return ", ".join(str(channel) for channel in colour)
