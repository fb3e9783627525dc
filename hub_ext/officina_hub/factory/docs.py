"""Render docs/reference/settings.md and scopes.md from their tables, so that they cannot drift."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from pydantic import BaseModel

from officina_hub.factory.introductions import introduction
from officina_hub.factory.model import Factory
from officina_hub.factory.shape import table_at, table_of
from officina_hub.factory.toml_text import toml_text
from officina_hub.factory.words import allowed_values, an_amount
from officina_hub.scopes import SCOPES

SETTINGS_HEAD = """\
# Settings in factory.toml

`officina up` makes this file at its first start; `officina_hub.configure(c, "factory.toml")` reads
it for your own Hub. Every table may be left out, so an empty file is a valid one; in a table, what
has no default is *needed*. A wrong line is told with its number. Secrets never stand here:
`officina up` keeps them in `secrets/` of the data folder, and your own Hub gets them from its
environment.

This page is made from the code; change the descriptions there.
"""

SCOPES_HEAD = """\
# Scopes

What a token may do, beside JupyterHub's own scopes. A scope is necessary and never enough: whose
course or submission it reaches is decided by membership in the portal's database.

This page is made from the code; change the table there.

| scope | allows | held by |
|---|---|---|
"""


BAR = "\\|"


class Setting(NamedTuple):
    """One setting, as the reference shows it."""

    table: str
    name: str
    default: str  # as TOML; empty where it must be given
    allowed: str
    description: str

    @property
    def is_in_array(self) -> bool:
        """Whether its table stands in the file any number of times, as ``[[table]]``."""
        return self.table.startswith("[")


def documented_settings() -> tuple[Setting, ...]:
    """Every setting of ``factory.toml``, in the order of the models."""
    return tuple(_settings(Factory, ""))


def settings_page() -> str:
    """The whole of docs/reference/settings.md."""
    tables = groupby(documented_settings(), lambda setting: setting.table)
    return "".join([SETTINGS_HEAD, *(_section(table, rows) for table, rows in tables)])


def scopes_page() -> str:
    """The whole of docs/reference/scopes.md."""
    rows = (
        f"| `{name}` | {info.description} | {', '.join(f'`{role}`' for role in info.holders)} |\n"
        for name, info in SCOPES.items()
    )
    return SCOPES_HEAD + "".join(rows)


def _settings(model: type[BaseModel], table: str) -> Iterator[Setting]:
    for name, field in model.model_fields.items():
        inner = table_of(field.annotation)
        if inner is not None:
            place = f"{table}.{name}" if table else name
            yield from _settings(inner.model, f"[{name}]" if inner.is_array else place)
            continue
        default = "" if field.is_required() else toml_text(field.default)
        yield Setting(table, name, default, allowed_values(field), field.description or "")


def _section(table: str, settings: Iterable[Setting]) -> str:
    title = f"[{table}]" if table else "At the top"
    head = "| setting | default | allowed | meaning |\n|---|---|---|---|\n"
    return "".join([f"\n## {title}\n\n", _introduction(table), head, *map(_row, settings)])


def _introduction(table: str) -> str:
    if table.startswith("["):
        return f"{introduction(table.strip('[]'))}\n"
    model = table_at(tuple(table.split("."))) if table else None
    return f"{model.__doc__}\n\n" if model is not None else ""


def _row(setting: Setting) -> str:
    cells = (
        f"`{setting.name}`",
        f"`{setting.default}`" if setting.default else "needed",
        setting.allowed.replace(an_amount(), "an amount"),
        setting.description,
    )
    return f"| {' | '.join(cell.replace('|', BAR) for cell in cells)} |\n"
