"""The accent colour is readable whatever the admin chose."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officina_hub.portal.pages.theme import (
    BLACK,
    DARK_GROUND,
    LIGHT_GROUND,
    WHITE,
    contrast,
    parse_colour,
    theme_css,
)

COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map("#{0[0]:02x}{0[1]:02x}{0[2]:02x}".format)


def colours(css: str, name: str) -> list[tuple[int, int, int]]:
    return [parse_colour(found) for found in re.findall(rf"{name}: (#\w+);", css)]


@given(COLOURS)
def test_every_accent_is_readable_in_both_modes(accent: str) -> None:
    css = theme_css(accent)
    light, dark = colours(css, "--officina-accent")
    assert contrast(light, LIGHT_GROUND) >= 4.5
    assert contrast(light, WHITE) >= 4.5
    assert contrast(dark, DARK_GROUND) >= 4.5
    for ground, ink in zip((light, dark), colours(css, "--officina-on-accent"), strict=True):
        assert contrast(ground, ink) >= 4.5


def test_a_readable_accent_stays_as_it_is() -> None:
    assert colours(theme_css("#0b5cad"), "--officina-accent")[0] == (0x0B, 0x5C, 0xAD)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast(WHITE, parse_colour("#767676")) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("text", ["", "red", "#12345", "#gggggg"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"colour|base 16"):
        theme_css(text)
