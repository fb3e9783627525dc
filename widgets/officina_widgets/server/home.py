"""Below which folder a learner's material lies."""

from __future__ import annotations

from pathlib import Path


def home_of(root: Path) -> Path:
    """The learner's home, or the server's root folder where the server does not show the home."""
    home = Path.home().resolve()
    return home if home.is_relative_to(root) else root
