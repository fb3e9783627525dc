"""Another participant whom this factory speaks with, and how each proves who it is.

The protocol leaves it to the data space how participants prove who they are. Here it is a bearer
token for each direction: ``shown`` is what this side shows, ``expected`` what the other must show.
"""

from __future__ import annotations

import hmac
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pydantic import Field

from officina_courses.model import Frozen
from officina_hub.errors import OfficinaError

SHORTEST: Final = 16
LONGEST: Final = 4000


class Partner(Frozen):
    """Everything that sending to it and believing it needs."""

    id: str
    title: str = ""
    address: str = ""
    participant: str = Field(default="", description="Who it is in the data space.")
    ourselves: str = Field(default="", description="Who this factory is there.")
    shown: str = Field(default="", repr=False)
    expected: str = Field(default="", repr=False)
    private_network: bool = False
    ca_file: str = ""

    @property
    def name(self) -> str:
        return self.title or self.participant or self.id

    def check_address(self, address: str) -> None:
        """Raise where what is sent there could be read on the way."""
        if urlsplit(address).scheme != "https" and not self.private_network:
            raise OfficinaError(
                f"{address[:200]!r} is no address with https://.",
                "The protocol asks for it: tokens and terms could be read and changed on the way.",
                "Have the partner give one with https://; within a network of your own, write "
                "private_network = true in its [[dataspaces]], or give --private-network.",
            )


def partner_with(token: str, partners: Iterable[Partner]) -> Partner | None:
    """Who shows that token; all are compared, so that the time says nothing."""
    found = None
    for each in partners:
        if each.expected and hmac.compare_digest(each.expected.encode(), token.encode()):
            found = each
    return found


def read_token(path: Path) -> str:
    """Of a file that only its owner reads; raises ``OfficinaError``."""
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeError) as error:
        raise OfficinaError(
            f"The token in {path} cannot be read ({type(error).__name__}).",
            "With it this factory or its partner proves who it is.",
            "Look at the name and rights of the file, and that it holds the token alone.",
        ) from None
    if stat.S_IMODE(mode) & 0o077:
        raise OfficinaError(
            f"{path} may be read by others than its owner (mode {stat.S_IMODE(mode):04o}).",
            "Whoever reads the token can speak for this factory or its partner.",
            f"chmod 600 {path}, and have a new token made if others use this machine.",
        )
    is_fit = SHORTEST <= len(text) <= LONGEST and text.isprintable() and " " not in text
    if not is_fit:
        raise OfficinaError(
            f"{path} holds no token: {len(text)} characters.",
            f"A token has {SHORTEST} to {LONGEST} visible ones, so that it is not guessed.",
            f"Make one: openssl rand -hex 32 > {path}",
        )
    return text
