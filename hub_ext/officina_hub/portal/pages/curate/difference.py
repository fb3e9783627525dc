"""What a draft changes, field by field, as a reviewer reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from officina_hub.portal.pages.curate.nodes import NOT_ASKED
from officina_hub.portal.pages.curate.readable import Readable
from officina_hub.portal.store.catalogue_drafts import Opened


class Line(NamedTuple):
    """A line, and whether the other side has it, too."""

    text: str
    is_changed: bool


class Changed(NamedTuple):
    """One field before and after."""

    label: str
    before: tuple[Line, ...]
    after: tuple[Line, ...]


def changes_of(seen: Opened, read: Readable) -> list[Changed]:
    """Of a draft against what is public; of what nobody has seen yet, everything."""
    is_new = seen.state == "draft"
    before = {} if is_new else seen.public
    return field_changes(
        {
            name: (before.get(name), seen.fields.get(name))
            for name in [*seen.fields, *(name for name in before if name not in seen.fields)]
            if (name not in NOT_ASKED or (is_new and name == "iri"))
            and before.get(name) != seen.fields.get(name)
        },
        read,
    )


def field_changes(pairs: Mapping[str, tuple[Any, Any]], read: Readable) -> list[Changed]:
    """These fields, each as it was and as it is."""
    return [
        _changed(read.label(name), read.lines(name, before), read.lines(name, after))
        for name, (before, after) in pairs.items()
    ]


def _changed(label: str, before: tuple[str, ...], after: tuple[str, ...]) -> Changed:
    return Changed(
        label,
        tuple(Line(text, text not in after) for text in before),
        tuple(Line(text, text not in before) for text in after),
    )
