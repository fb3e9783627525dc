"""Which names may stand in a package: those that mean the same file on every computer."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from officina_courses.archive import ArchiveError, Limits, safe_path
from officina_courses.archive.paths import PathLedger
from officina_courses.errors import PackageRefused
from officina_courses.packages.refusals import forbidden_name

DRIVE: Final = re.compile(r"[A-Za-z]:")
NOT_ON_WINDOWS: Final = frozenset('<>:"|?*')
DEVICES: Final = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)


class Names:
    """The names of one package, each judged by itself and beside the others."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._ledger = PathLedger(_alike)

    def add(self, name: str) -> None:
        """Take in a file's name; raises ``PackageRefused`` with the reason."""
        try:
            safe_path(name, self._limits)
            reason = _objection(name)
            if reason is not None:
                raise forbidden_name(name, reason)
            self._ledger.add_file(name)
        except ArchiveError as error:
            raise PackageRefused(
                error.what, why=error.why, todo=error.todo, code=error.code
            ) from error


def _objection(name: str) -> str | None:
    if DRIVE.match(name):
        return "it begins with the letter of a drive"
    for part in name.split("/"):
        if bad := NOT_ON_WINDOWS.intersection(part):
            return f"it has {min(bad)!a}, which Windows takes for something else"
        if part != part.rstrip(". "):
            return "one of its parts ends in a dot or a blank, which Windows drops"
        if DEVICES.fullmatch(part):
            return f"{part!a} is a device on Windows"
    return None


def _alike(path: str) -> str:
    """Equal for names that any usual file system takes for one (case, composed letters)."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())
