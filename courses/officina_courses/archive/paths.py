"""Which paths may stand in a package, on the way in and on the way out alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from officina_courses.archive.limits import Limits
from officina_courses.errors import ArchiveError

MAX_NAME_BYTES = 255  # what Linux file systems take for one name
# Control characters, surrogates, line separators; and the marks that reorder the text around them,
# by which "gpj.exe" can be made to look like "exe.jpg".
FORBIDDEN_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})
REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


def safe_path(path: str, limits: Limits) -> str:
    """The path, if it stays below the folder it is unpacked in and shows as what it is.

    Raises
    ------
    ArchiveError
        With the reason, for absolute paths, ``..``, backslashes, control characters and the like.

    """
    reason = _objection(path, limits)
    if reason is None:
        return path
    raise ArchiveError(
        f"The package holds a file named {path[:200]!a}: {reason}.",
        why="Such a name could write outside its folder or be mistaken for another file, so "
        "nothing of the package was taken.",
        todo="Rename the file and send the package again.",
        code="archive-path",
    )


def _objection(path: str, limits: Limits) -> str | None:
    if not path:
        return "the name is empty"
    if path.startswith("/"):
        return "it is an absolute path"
    if "\\" in path:
        return "it has a backslash"
    if any(unicodedata.category(char) in FORBIDDEN_CATEGORIES for char in path):
        return "it has a control character or bytes that are not UTF-8"
    if any(char in REORDERING for char in path):
        return "it has an invisible mark that turns the reading direction"
    parts = path.split("/")
    if ".." in parts:
        return "it leads out of its folder by '..'"
    if "" in parts or "." in parts:
        return "it has an empty part or a '.'"
    if len(path.encode()) > limits.max_path_length:
        return f"it is longer than {limits.max_path_length} bytes"
    if any(len(part.encode()) > MAX_NAME_BYTES for part in parts):
        return f"one of its names is longer than {MAX_NAME_BYTES} bytes"
    return None


class PathLedger:
    """Remembers the paths of one package and refuses what cannot stand side by side.

    Two paths clash whose ``alike`` are equal.
    """

    def __init__(self, alike: Callable[[str], str] | None = None) -> None:
        self._alike = alike or _alike
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def add_file(self, path: str) -> None:
        """Take in a file, unless it clashes with a file or folder that came before."""
        key = self._alike(path)
        clash = self._files.get(key) or self._folders.get(key)
        if clash is not None:
            raise _clash(path, clash)
        self._files[key] = path
        if "/" in path:
            self.add_folder(path.rpartition("/")[0])

    def add_folder(self, path: str) -> None:
        """Take in a folder and those above it; the same folder may come many times."""
        parts = path.split("/")
        for end in range(1, len(parts) + 1):
            folder = "/".join(parts[:end])
            key = self._alike(folder)
            known = self._files.get(key) or self._folders.setdefault(key, folder)
            if key in self._files or known != folder:
                raise _clash(folder, known)


def _alike(path: str) -> str:
    """Equal for paths that a laptop's file system would take for one (case, composed accents)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _clash(path: str, other: str) -> ArchiveError:
    what = "twice" if path == other else f"beside {other!a}, which many computers take for the same"
    return ArchiveError(
        f"The package holds {path!a} {what}.",
        why="One of them would overwrite the other, so nothing of the package was taken.",
        todo="Keep one of them, or rename one, and send the package again.",
        code="archive-clash",
    )
