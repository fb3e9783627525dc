"""What the panels say, in each language that they speak."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parent / "words.json"

Words = dict[str, dict[str, str]]


@cache
def words() -> Words:
    """Texts by their keys, by language. Numbers and names stand in them as %1 and %2."""
    read: Words = json.loads(FILE.read_text(encoding="utf-8"))
    return read
