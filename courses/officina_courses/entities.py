"""Entities of HTML in strangers' texts."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

# Python refuses to read a number of thousands of digits, and no sign of Unicode has so many.
ENTITY: Final = re.compile(
    r"&(?:#[0-9]{1,7}(?![0-9])|#[xX][0-9a-fA-F]{1,6}(?![0-9a-fA-F])|[A-Za-z][A-Za-z0-9]{1,31});?"
)


def without_entities(text: str) -> str:
    """The text with the signs that entities stand for, as browsers show it."""
    return ENTITY.sub(lambda entity: unescape(entity[0]), text)
