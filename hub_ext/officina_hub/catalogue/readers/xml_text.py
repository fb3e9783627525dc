"""XML of strangers: no entities of its own and no depth without end, before anybody reads it."""

from __future__ import annotations

from typing import NoReturn
from xml.parsers import expat

from officina_hub.catalogue.readers.json_text import too_deep
from officina_hub.catalogue.readers.limits import Limits
from officina_hub.catalogue.readers.outcome import Unreadable
from officina_hub.catalogue.readers.syntax_faults import told_plainly


class _Guard:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._depth = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._deeper
        self.parser.EndElementHandler = self._higher
        self.parser.EntityDeclHandler = self._entity
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _deeper(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > self._limits.depth:
            raise too_deep(self._limits)

    def _higher(self, name: str) -> None:
        self._depth -= 1

    def _entity(self, *declared: object) -> NoReturn:
        raise self._refusal(f"the entity {str(declared[0])[:60]!r}")

    def _doctype(self, name: str, system_id: str | None, *rest: object) -> None:
        if system_id is not None:
            raise self._refusal(f"the document type {system_id[:100]!r}")

    def _refusal(self, what: str) -> Unreadable:
        return Unreadable(
            f"line {self.parser.CurrentLineNumber}",
            f"it declares {what}, by which a file can grow without end or reach for other files; "
            "write the text itself instead",
        )


def refuse_entities(text: str, limits: Limits) -> None:
    """Raise ``Unreadable`` for XML that must not reach a reader, and for what is no XML."""
    guard = _Guard(limits)
    try:
        guard.parser.Parse(text, True)  # noqa: FBT003
    except expat.ExpatError as error:
        raise Unreadable(
            f"line {error.lineno}, column {error.offset + 1}",
            told_plainly("it is no XML", expat.ErrorString(error.code)),
        ) from error
