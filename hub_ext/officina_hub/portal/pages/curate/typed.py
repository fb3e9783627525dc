"""What stands in a form, as the browser sends it, and what it says.

``Typed`` has by the name of a control what was typed into it. A name is the way to the value:
``title.0.text``, ``distributions.2.checksum.algorithm``. Rows that are empty say nothing, and the
numbers of rows have gaps where one was emptied.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from officina_hub.portal.pages.curate.nodes import (
    Asked,
    Line,
    Lines,
    Node,
    Part,
    Parts,
    Picks,
    Texts,
    Ticks,
)
from officina_hub.portal.pages.curate.vocabularies import Vocabularies
from officina_widgets.catalogue.words import UNTAGGED

Typed = Mapping[str, Sequence[str]]
MOST_ROWS: Final = 200
"""Of a list in a form; a record with more is left to its source there."""


def rows(typed: Typed, path: str) -> list[int]:
    """The numbers of the rows below ``path``, empty ones among them."""
    found = set()
    for name in typed:
        if name.startswith(f"{path}."):
            number = name[len(path) + 1 :].partition(".")[0]
            if number.isdecimal() and len(number) <= 6:
                found.add(int(number))
    return sorted(found)


class Form:
    """The form of one kind of record for one reader, whose vocabularies are in their language."""

    def __init__(self, fields: tuple[Asked, ...], vocabularies: Vocabularies) -> None:
        self.fields = fields
        self._vocabularies = vocabularies

    def shown(self, values: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        """What stands in the controls of a record that says this."""
        return dict(
            each
            for asked in self.fields
            if (value := values.get(asked.name) or asked.default)
            for each in self._shown(asked.node, asked.name, value)
        )

    def said(self, typed: Typed) -> dict[str, Any]:
        """What was typed, by field, where anything was; nothing of it is proved."""
        found = {asked.name: self._said(asked.node, asked.name, typed) for asked in self.fields}
        return {name: value for name, value in found.items() if value is not None}

    def marks(self, typed: Typed) -> dict[str, str]:
        """By field a fingerprint of what was typed, to see later whether it was changed."""
        said = self.said(typed)
        return {asked.name: _mark(said.get(asked.name)) for asked in self.fields}

    def place(self, way: Sequence[Any], typed: Typed) -> str:
        """The control that a way into what ``said`` gave leads to."""
        node: Node | _Row = Part(self.fields)
        path = ""
        for step in way:
            place = self._step(node, path, step, typed)
            if place is None:
                break
            node, path = place
        return f"{path}.text" if isinstance(node, _Row) else path

    def _shown(self, node: Node, path: str, value: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
        match node:
            case Line():
                yield path, (self._vocabularies.shown(node.vocabulary, str(value)),)
            case Lines():
                yield path, ("\n".join(map(str, value)),)
            case Ticks():
                yield path, tuple(value)
            case Picks():
                for row, code in enumerate(value):
                    yield f"{path}.{row}", (self._vocabularies.shown(node.vocabulary, code),)
            case Texts():
                for row, (language, text) in enumerate(value.items()):
                    shown = self._vocabularies.shown("language", language)
                    yield f"{path}.{row}.language", (shown,)
                    yield f"{path}.{row}.text", (text,)
            case Part():
                for asked in node.fields:
                    if value.get(asked.name) is not None:
                        yield from self._shown(
                            asked.node, f"{path}.{asked.name}", value[asked.name]
                        )
            case Parts():
                for row, each in enumerate(value):
                    yield from self._shown(node.part, f"{path}.{row}", each)

    def _said(self, node: Node, path: str, typed: Typed) -> Any:
        match node:
            case Line():
                return self._code(node.vocabulary, _one(typed, path))
            case Lines():
                lines = [line.strip() for line in _one(typed, path).split("\n")]
                return [line for line in lines if line] or None
            case Ticks():
                return [each for each in typed.get(path, ()) if each] or None
            case Picks():
                found = (_one(typed, f"{path}.{row}") for row in rows(typed, path))
                return [self._code(node.vocabulary, each) for each in found if each] or None
            case Texts():
                return self._texts(path, typed)
            case Part():
                fields = {
                    asked.name: self._said(asked.node, f"{path}.{asked.name}", typed)
                    for asked in node.fields
                }
                return {name: one for name, one in fields.items() if one is not None} or None
            case Parts():
                return [value for _, value in self._kept(node, path, typed)] or None

    def _texts(self, path: str, typed: Typed) -> dict[str, str] | None:
        found: dict[str, str] = {}
        for row in rows(typed, path):
            text = _one(typed, f"{path}.{row}.text")
            language = self._code("language", _one(typed, f"{path}.{row}.language")) or UNTAGGED
            if text:
                found.setdefault(language, text)
        return found or None

    def twice(self, typed: Typed) -> Iterator[tuple[str, str]]:
        """The controls whose language has a text already, each with that language."""
        for asked in self.fields:
            if isinstance(asked.node, Texts):
                seen: set[str] = set()
                for row in rows(typed, asked.name):
                    language = _one(typed, f"{asked.name}.{row}.language")
                    code = self._code("language", language) or UNTAGGED
                    if _one(typed, f"{asked.name}.{row}.text"):
                        if code in seen:
                            yield f"{asked.name}.{row}.language", code
                        seen.add(code)

    def _kept(self, node: Parts, path: str, typed: Typed) -> list[tuple[int, Any]]:
        found = [(row, self._said(node.part, f"{path}.{row}", typed)) for row in rows(typed, path)]
        return [(row, value) for row, value in found if value is not None]

    def _step(
        self, node: Node | _Row, path: str, step: Any, typed: Typed
    ) -> tuple[Node | _Row, str] | None:
        match node:
            case Part():
                asked = next((one for one in node.fields if one.name == step), None)
                return (asked.node, f"{path}.{step}".lstrip(".")) if asked else None
            case Parts() if isinstance(step, int):
                row = self._kept(node, path, typed)[step][0]
                return node.part, f"{path}.{row}"
            case Picks() if isinstance(step, int):
                filled = [row for row in rows(typed, path) if _one(typed, f"{path}.{row}")]
                return Line(), f"{path}.{filled[step]}"
            case Texts():
                for row in rows(typed, path):
                    language = _one(typed, f"{path}.{row}.language")
                    if (self._code("language", language) or UNTAGGED) == step:
                        return _Row(), f"{path}.{row}"
                return None
            case _Row():
                return Line(), f"{path}.{'language' if step == '[key]' else 'text'}"
        return None

    def _code(self, vocabulary: str, text: str) -> str | None:
        return self._vocabularies.code(vocabulary, text) if text else None


class _Row(NamedTuple):
    """A text with its language; only ``place`` meets it."""


def _one(typed: Typed, path: str) -> str:
    found = typed.get(path, ())
    return found[0].strip() if found else ""


def _mark(value: Any) -> str:
    told = json.dumps(value, sort_keys=True)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]
