"""The mark in the comment of each job, by which a hub knows its own: nobody else can make one.

``officina:HUB:`` and 32 digits: eight say of which session it is, twelve are chance, and twelve
prove that this hub made it for this Unix account. Comments are public and anybody can copy one, but
below another account it proves nothing. The secret stays in the hub's data folder.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from officina_courses.whole_files import write_whole

COMMENT = re.compile(r"officina:([0-9a-f]{16}):([0-9a-f]{8})([0-9a-f]{12})([0-9a-f]{12})")
NUMBER, SECRET = "hub-number", "hub-secret"


@dataclass(frozen=True)
class Marks:
    """Those of one hub: its number, which stands in each of them, and its secret."""

    hub: str
    secret: bytes = field(repr=False)

    @classmethod
    def of(cls, data_dir: Path) -> Marks:
        """The hub whose data folder this is; both are made once, then kept."""
        number = _kept(data_dir / NUMBER, secrets.token_hex(8))
        return cls(number, _kept(data_dir / SECRET, secrets.token_hex(32)).encode())

    def new(self, user: str, key: str) -> str:
        """One for a job of this account that is this session."""
        head = self._session(key) + secrets.token_hex(6)
        return f"officina:{self.hub}:{head}{self._proof(user, head)}"

    def is_ours(self, comment: str, user: str) -> bool:
        """Whether this hub made it for this account."""
        found = COMMENT.fullmatch(comment)
        if found is None or found[1] != self.hub:
            return False
        return hmac.compare_digest(found[4], self._proof(user, found[2] + found[3]))

    def is_of_session(self, comment: str, key: str) -> bool:
        """Whether it was made for the session of this name."""
        found = COMMENT.fullmatch(comment)
        return found is not None and found[2] == self._session(key)

    def _session(self, key: str) -> str:
        return self._digits("session", key)[:8]

    def _proof(self, user: str, head: str) -> str:
        return self._digits("proof", head, user)[:12]

    def _digits(self, *words: str) -> str:
        return hmac.new(self.secret, "\0".join(words).encode(), "sha256").hexdigest()


def _kept(path: Path, content: str) -> str:
    if not path.exists():
        write_whole(path, content.encode())
    return path.read_text(encoding="ascii").strip()
