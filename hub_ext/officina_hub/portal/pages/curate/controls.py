"""The controls of a form as the template draws them, with what was typed and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from babel.support import NullTranslations

from officina_hub.portal.pages.curate.faults import Faults
from officina_hub.portal.pages.curate.labels import EXAMPLES, choice_name, help_of, label_of
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
from officina_hub.portal.pages.curate.typed import Typed, rows
from officina_hub.portal.pages.find_words import (
    Names,
    access_name,
    sector_name,
    step_name,
    theme_name,
)

DAY_CHARACTERS: Final = 10
RowOf = Callable[[str], "Control"]
NAMED: Final = {
    "themes": theme_name,
    "sectors": sector_name,
    "steps": step_name,
    "access_rights": access_name,
}
FACETS: Final = {"access_modes": "mode", "educational_level": "level"}


class Option(NamedTuple):
    """One of a few choices."""

    value: str
    label: str
    is_chosen: bool


class Control(NamedTuple):
    """One field, or one row of it; ``parts`` are the controls within."""

    shape: str
    name: str
    label: str
    help: str
    example: str
    value: str
    options: tuple[Option, ...]
    vocabulary: str
    parts: tuple[Control, ...]
    faults: tuple[str, ...]
    is_needed: bool

    @property
    def id(self) -> str:
        """Its id in the page."""
        return "f-" + self.name.replace(".", "-")

    @property
    def has_fault(self) -> bool:
        """Whether something is wrong with it or within it."""
        return bool(self.faults) or any(part.has_fault for part in self.parts)


class Drawn:
    """The controls of a form for one reader."""

    def __init__(self, t: NullTranslations, language: str, typed: Typed, faults: Faults) -> None:
        self._t = t
        self._names = Names(t, language)
        self._typed = typed
        self._faults = faults

    def controls(self, fields: tuple[Asked, ...], more: Mapping[str, int]) -> list[Control]:
        """All of them; ``more`` tells how many empty rows a list has, by its name."""
        self._more = more
        return [self._control(asked, asked.name) for asked in fields]

    def _control(self, asked: Asked, path: str) -> Control:
        control = self._of(asked.node, path, asked.name)
        return control._replace(
            label=label_of(self._t, asked.name),
            help=help_of(self._t, asked.name),
            example=EXAMPLES.get(asked.name, ""),
            is_needed=asked.is_needed,
        )

    def _of(self, node: Node, path: str, field: str) -> Control:
        match node:
            case Line():
                return self._line(node, path, field)
            case Lines():
                return self._bare("lines", path)
            case Ticks():
                chosen = self._typed.get(path, ())
                return self._bare("ticks", path)._replace(
                    options=self._options(field, node.choices, tuple(chosen))
                )
            case Picks():
                picked = Line(vocabulary=node.vocabulary)
                return self._rows("picks", path, lambda name: self._line(picked, name, field))
            case Texts():
                return self._rows("texts", path, lambda name: self._text(name, node))
            case Part():
                return self._part(node, path)
            case Parts():
                return self._rows("parts", path, lambda name: self._part(node.part, name))

    def _line(self, node: Line, path: str, field: str) -> Control:
        bare = self._bare(node.kind, path)._replace(vocabulary=node.vocabulary)
        if node.choices:
            options = self._options(field, node.choices, (bare.value,))
            return bare._replace(shape="choice", options=options)
        if node.kind == "date" and bare.value and not _is_day(bare.value):
            return bare._replace(shape="line")  # a date field would not show what was typed
        return bare

    def _text(self, path: str, node: Texts) -> Control:
        language = self._bare("line", f"{path}.language")._replace(
            vocabulary="language", label=label_of(self._t, "language")
        )
        shape = "long" if node.is_long else "line"
        text = self._bare(shape, f"{path}.text")._replace(label=label_of(self._t, "text"))
        return self._bare("text", path)._replace(parts=(text, language))

    def _part(self, node: Part, path: str) -> Control:
        parts = tuple(self._control(asked, f"{path}.{asked.name}") for asked in node.fields)
        return self._bare("part", path)._replace(parts=parts)

    def _rows(self, shape: str, path: str, row: RowOf) -> Control:
        names = [f"{path}.{number}" for number in self._numbers(path)]
        return self._bare(shape, path)._replace(parts=tuple(map(row, names)))

    def _numbers(self, path: str) -> Iterator[int]:
        filled = [row for row in rows(self._typed, path) if self._is_filled(f"{path}.{row}")]
        yield from filled
        first = filled[-1] + 1 if filled else 0
        wanted = self._more.get(path, 0)
        yield from range(first, first + max(wanted, 0 if filled else 1))

    def _is_filled(self, path: str) -> bool:
        return any(
            any(value.strip() for value in values)
            for name, values in self._typed.items()
            if name == path or name.startswith(f"{path}.")
        )

    def _options(
        self, field: str, choices: tuple[str, ...], chosen: tuple[str, ...]
    ) -> tuple[Option, ...]:
        known = [Option(one, self._choice(field, one), one in chosen) for one in choices]
        return (
            *known,
            *(Option(one, one, is_chosen=True) for one in chosen if one and one not in choices),
        )

    def _choice(self, field: str, code: str) -> str:
        if field in NAMED:
            return NAMED[field](self._t, code)
        if field in FACETS:
            return self._names.value(FACETS[field], code)
        return choice_name(self._t, field, code)

    def _bare(self, shape: str, path: str) -> Control:
        typed = self._typed.get(path, ())
        return Control(
            shape=shape,
            name=path,
            label="",
            help="",
            example="",
            value=typed[0] if typed else "",
            options=(),
            vocabulary="",
            parts=(),
            faults=tuple(self._faults.get(path, ())),
            is_needed=False,
        )


def _is_day(text: str) -> bool:
    parts = text.split("-")
    return len(text) == DAY_CHARACTERS and len(parts) == 3 and all(map(str.isdigit, parts))
