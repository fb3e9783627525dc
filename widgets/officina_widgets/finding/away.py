"""What a person who searches reads while the catalogue is away: no address, and what to do."""

from __future__ import annotations

from typing import Final

from officina_widgets.errors import PortalBroken, PortalUnreachable

AWAY: Final = (
    "The catalogue does not answer just now, so nothing was searched. Your notebook is untouched. "
    "Wait a minute and search again; if it stays so, tell your support."
)


def sentence_of(error: Exception) -> str:
    """The sentence; of a portal that is away none of the words about addresses and files."""
    is_away = isinstance(error, PortalUnreachable) or (
        isinstance(error, PortalBroken) and error.code == "not-a-portal"
    )
    return AWAY if is_away else str(error)
