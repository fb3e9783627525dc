"""Brings the entries of an overlay up to date with the course, and loses no translator's work."""

from __future__ import annotations

from collections.abc import Sequence

from officina_courses.translations.overlay import Entry
from officina_courses.translations.texts import Text, normalised, source_hash


def updated(entries: Sequence[Entry], texts: Sequence[Text]) -> tuple[Entry, ...]:
    """One entry for each text, in the course's order; below them what belongs to none any more.

    A text that only moved, or whose cell has another id now, keeps its translation. One that
    changed keeps it, too, marked as fuzzy, with the source it was made from, so that its translator
    sees what changed.
    """
    live = [entry for entry in entries if not entry.is_obsolete]
    by_key = {entry.key: entry for entry in reversed(live)}
    by_source = {
        source_hash(entry.source): entry
        for entry in reversed(entries)
        if entry.text and not entry.is_fuzzy
    }
    made = [
        _entry(text, by_key.get(text.key), by_source.get(source_hash(text.text))) for text in texts
    ]
    kept = {entry.text for entry in made}
    left = [
        entry._replace(is_obsolete=True)
        for entry in entries
        if entry.text and entry.text not in kept
    ]
    return (*made, *left)


def _entry(text: Text, named: Entry | None, same: Entry | None) -> Entry:
    source = normalised(text.text)
    if named is not None and source_hash(named.source) == source_hash(source):
        return named._replace(source=source)
    if same is not None:
        return Entry(text.key, source, same.text, comment=same.comment)
    if named is None or not named.text:
        return Entry(text.key, source, "", comment=named.comment if named else "")
    previous = named.previous if named.is_fuzzy and named.previous else named.source
    return Entry(text.key, source, named.text, True, previous, named.comment)  # noqa: FBT003
