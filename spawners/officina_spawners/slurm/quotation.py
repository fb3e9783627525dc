"""Somebody else's words on one line: what a command said, fit for a page and for the log."""

from __future__ import annotations

import re

LONGEST_LINE = 300
_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def first_line(said: str) -> str:
    """The first line that says something, without control characters; empty where none does."""
    for line in said.splitlines():
        plain = _COLOURS.sub("", line)
        shown = "".join(sign if sign.isprintable() else " " for sign in plain).strip()
        if shown:
            return shown[:LONGEST_LINE]
    return ""
