"""Fingerprints of code: hashes of runs of tokens, thinned out by winnowing.

Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document fingerprinting", SIGMOD
2003: of every ``WINDOW`` runs in a row the least hash is kept, so that no run of more than
``RUN + WINDOW - 2`` tokens that two solutions share goes unseen, and one in three or four is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

RUN: Final = 9  # tokens: about one line of Python; shorter runs are shared by chance
WINDOW: Final = 6
TOKENS_EACH: Final = (WINDOW + 1) / 2  # how many tokens there are to a fingerprint, on average


def runs(texts: Sequence[str]) -> list[int]:
    """The hash of each run of ``RUN`` tokens, by where it begins."""
    return [
        int.from_bytes(
            blake2b("\0".join(texts[start : start + RUN]).encode(), digest_size=8).digest()
        )
        for start in range(len(texts) - RUN + 1)
    ]


def winnowed(hashes: Sequence[int]) -> frozenset[int]:
    """The fingerprints among these hashes; few hashes have one, none has none."""
    if not hashes:
        return frozenset()
    last = max(1, len(hashes) - WINDOW + 1)
    return frozenset(min(hashes[start : start + WINDOW]) for start in range(last))
