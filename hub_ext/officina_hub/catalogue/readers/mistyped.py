"""Names of classes that are almost right: what was meant."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

NEAR: Final = 0.84
LONGEST: Final = 40
LOCAL: Final = re.compile(r"[^/#:\s]+(?=\s*\Z)")


@lru_cache(maxsize=1024)
def meant_by(written: str, known: tuple[str, ...]) -> str | None:
    """The known name that this one may be meant for; whatever stands before it is ignored."""
    found = LOCAL.search(written[-300:])
    if not found or len(found[0]) > LONGEST:
        return None
    by_folded = {name.casefold(): name for name in known}
    near = get_close_matches(found[0].casefold(), by_folded, n=1, cutoff=NEAR)
    return by_folded[near[0]] if near else None
