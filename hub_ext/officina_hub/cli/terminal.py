"""Colours only where somebody sees them and did not object (https://no-color.org)."""

from __future__ import annotations

import os


def wants_color(*, no_color: bool) -> bool | None:
    """False to forbid colours; None to let click find out whether this is a terminal."""
    return False if no_color or os.environ.get("NO_COLOR") else None
