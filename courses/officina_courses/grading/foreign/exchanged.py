"""Whether a test in another language calls what it says: functions that an answer has exchanged.

The kernel itself looks, by a function that ``exchanged.R`` makes before the first cell.
Names that the trainer's own cells bind are the exercise's, and are not looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

BOUND = re.compile(
    r"""(?:`([^`\n]+)`|([\w.]+)|["']([\w.]+)["'])[ \t]*(?:<<?-|=[ \t]*(?:function\b|\\\())"""
    r"""|->>?[ \t]*([\w.]+)|\b(?:assign|setGeneric|setMethod)\([ \t]*["']([^"'\n]+)["']"""
)


def bound_names(sources: Iterable[str]) -> frozenset[str]:
    """What cells in R bind, as far as their text shows it."""
    found = (match for source in sources for match in BOUND.findall(source))
    return frozenset(name for groups in found for name in groups if name)


def quoted(text: str) -> str:
    """A text as R writes it; of a cell that has the character 0 in it R would read nothing."""
    return json.dumps(text.replace("\0", ""), ensure_ascii=False)
