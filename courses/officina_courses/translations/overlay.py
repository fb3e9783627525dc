"""One file of an overlay: read within bounds, and written so that it can be compared by lines."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

import polib

from officina_courses.errors import TranslationRefused
from officina_courses.translations.texts import normalised, source_hash
from officina_courses.utf8 import NotUtf8, text_of

MOST_BYTES: Final = 2 << 20
MOST_ENTRIES: Final = 20_000
FUZZY: Final = "fuzzy"
# Of one string with its comments, as written in the file. Reading adds line to line, each time
# copying what there is already, so it takes the square of this.
MOST_OF_ONE: Final = 192 << 10
BEGINS: Final = frozenset({"msgctxt", "msgid", "msgid_plural", "msgstr"})
MARKS: Final = frozenset({"#~", "#|"})  # before a keyword: obsolete, or the source of before
WIDTH: Final = 100


class Entry(NamedTuple):
    """One translated text, and the source that it was translated from."""

    key: str
    source: str
    text: str
    is_fuzzy: bool = False  # a person has to look at it: gettext's own word for outdated
    previous: str = ""  # the source that a fuzzy text was translated from
    comment: str = ""  # the translator's own
    is_obsolete: bool = False  # the course has no such text any more
    line: int = 0

    def fits(self, source: str) -> bool:
        """Whether it was translated from this very source."""
        return not self.is_fuzzy and source_hash(self.source) == source_hash(source)


def read_entries(path: Path, name: str) -> tuple[Entry, ...]:
    """The entries of the file that messages call ``name``; none where there is no such file.

    Raises
    ------
    TranslationRefused
        Where it or a text in it is too large, or it is not UTF-8 or not in gettext's format.

    """
    if not path.is_file():
        return ()
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise _refused(name, f"has {size} bytes; {MOST_BYTES} are allowed")
    try:
        _refuse_long(text_of(path.read_bytes()), name)
        # By its path: a text that is a path itself would be opened. polib also stops at the mark.
        file = polib.pofile(str(path), encoding="utf-8-sig", wrapwidth=WIDTH)
    except NotUtf8 as error:
        raise _refused(name, f"cannot be read: {error}") from error
    except (OSError, ValueError, IndexError) as error:
        what = str(error).replace(str(path), name)
        raise _refused(name, f"is not in gettext's format ({what})") from error
    if len(file) > MOST_ENTRIES:
        raise _refused(name, f"has {len(file)} entries; {MOST_ENTRIES} are allowed")
    return tuple(_entry(each) for each in file)


def as_text(entries: Iterable[Entry], language: str) -> str:
    """The file's text; the same entries give the same bytes."""
    file = polib.POFile(wrapwidth=WIDTH)
    file.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    file.extend(_written(entry) for entry in entries)
    return f"{file}"


def _refuse_long(text: str, name: str) -> None:
    begun, length = 1, 0
    for number, line in enumerate(text.split("\n"), 1):
        words = line.split(None, 2)[:2]
        first = words[-1] if words and words[0] in MARKS else "".join(words[:1])
        if first in BEGINS or first.startswith("msgstr["):
            begun, length = number, 0
        length += len(line) + 1
        if length > MOST_OF_ONE:
            raise _refused(name, f"has more than {MOST_OF_ONE} bytes in one text, line {begun}")


def _entry(read: polib.POEntry) -> Entry:
    return Entry(
        key=read.msgctxt or "",
        source=read.msgid,
        text=normalised(read.msgstr),
        is_fuzzy=FUZZY in read.flags,
        previous=read.previous_msgid or "",
        comment=read.tcomment,
        is_obsolete=bool(read.obsolete),
        line=read.linenum or 0,
    )


def _written(entry: Entry) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=entry.key,
        msgid=entry.source,
        msgstr=entry.text,
        flags=[FUZZY] if entry.is_fuzzy else [],
        previous_msgid=entry.previous or None,
        tcomment=entry.comment,
        obsolete=entry.is_obsolete,
    )


def _refused(name: str, what: str) -> TranslationRefused:
    return TranslationRefused(
        f"{name} {what}.",
        why="Nothing of it could be shown to learners.",
        todo="Mend it in a program for translations such as Poedit, or take it from a copy.",
    )
