"""What a person who searches reads while the catalogue is away: no address, and what to do."""

from __future__ import annotations

from officina_widgets.errors import PortalBroken, PortalUnreachable
from officina_widgets.finding.words import words

FALLBACK = "en"


def is_away(error: Exception) -> bool:
    """Whether nobody answers, or somebody who is no portal, so that asking again may help."""
    return isinstance(error, PortalUnreachable) or (
        isinstance(error, PortalBroken) and error.code == "not-a-portal"
    )


def sentence_of(error: Exception, language: str = FALLBACK) -> str:
    """The sentence; of a portal that is away none of the words about addresses and files."""
    if not is_away(error):
        return str(error)
    known = words()
    return known.get(language[:2].lower(), known[FALLBACK])["away"]
