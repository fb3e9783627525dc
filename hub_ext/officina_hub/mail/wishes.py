"""Who wishes a mail about which session; each wish is a file until its mail has been sent."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, ValidationError

from officina_courses.model import Frozen
from officina_courses.saying import Sayings
from officina_courses.whole_files import write_whole

log = logging.getLogger(__name__)


class Outcome(Frozen):
    """What has become of the session, kept so that what happens later changes no letter."""

    has_started: bool
    title: str = ""
    url: str = ""
    ends_at: AwareDatetime | None = None
    sentence: str = ""
    said: Sayings = ()


class MailWish(Frozen):
    """One mail that is wished, and how far it has come."""

    key: str
    user: str
    server_name: str
    language: Literal["en", "de", "fi"] = "en"
    asked_at: AwareDatetime
    has_moved: bool = False  # its session was seen to wait or start since
    outcome: Outcome | None = None
    tries: int = 0
    not_before: AwareDatetime | None = None


class Wishes:
    """All of them, in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, wish: MailWish) -> MailWish:
        """On the disk when this returns."""
        write_whole(self._path(wish.key), wish.model_dump_json().encode())
        return wish

    def forget(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def of(self, key: str) -> MailWish | None:
        """The wish about that session; None where there is none."""
        return self._read(self._path(key))

    def all(self) -> tuple[MailWish, ...]:
        """The oldest first."""
        found = [self._read(path) for path in self._folder.glob("*.json")]
        return tuple(sorted(filter(None, found), key=lambda wish: wish.asked_at))

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"

    def _read(self, path: Path) -> MailWish | None:
        try:
            return MailWish.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except ValidationError:
            log.error("%s is no wish for a mail; nobody is told by it", path)
            return None
