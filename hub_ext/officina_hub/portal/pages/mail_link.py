"""Links that begin a mail (RFC 6068)."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

KEPT: Final = "@+!$'*"
"""What may stand in an address as it is; ``?`` and ``&`` would begin another recipient's fields."""


def mail_to(address: str, *, subject: str = "") -> str:
    """The link to write to that address and to nobody else."""
    fields = f"?subject={quote(subject, safe='')}" if subject else ""
    return f"mailto:{quote(address, safe=KEPT)}{fields}"
