"""A question as the query of an address, the same for REST, pages and permalinks.

``?q=tea&facet.theme=ENVI&facet.theme=HEAL&all_of=theme&sort=newest&lang=fi&limit=20&offset=40``;
what is left out has the default of ``Ask``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from officina_widgets.catalogue.asking import Ask

FACET: Final = "facet."
MANY: Final[Mapping[str, str]] = {"lang": "languages", "all_of": "all_of"}
ONE: Final = ("q", "sort", "limit", "offset")


class UnknownQueryError(ValueError):
    """A name in the query that asks for nothing, so the answer would not be what was meant."""


def ask_of(query: Iterable[tuple[str, str]]) -> Ask:
    """The question that these pairs of names and values ask; an empty value asks for nothing.

    Raises:
        UnknownQueryError: a name that is none of those above
        pydantic.ValidationError: a value that ``Ask`` refuses

    """
    found: dict[str, Any] = {"facets": {}}
    for name, value in query:
        if not value:
            continue
        if name.startswith(FACET):
            found["facets"].setdefault(name.removeprefix(FACET), []).append(value)
        elif name in MANY:
            found.setdefault(MANY[name], []).append(value)
        elif name in ONE:
            found[name] = value
        else:
            raise UnknownQueryError(
                f"The catalogue knows no {name[:40]!r} in a query, so the answer would not be what "
                f"you meant. Use {', '.join(ONE)}, {', '.join(MANY)} or facet.NAME."
            )
    return Ask.model_validate(found)


def query_of(ask: Ask) -> Sequence[tuple[str, str]]:
    """The pairs that ask this question, without those that are the default anyway."""
    default = Ask()
    pairs = [(name, str(getattr(ask, name))) for name in ONE if _differs(ask, default, name)]
    pairs += [(FACET + name, value) for name, values in ask.facets.items() for value in values]
    for name, field in MANY.items():
        if _differs(ask, default, field):
            pairs += [(name, value) for value in getattr(ask, field)]
    return pairs


def _differs(ask: Ask, default: Ask, field: str) -> bool:
    return bool(getattr(ask, field) != getattr(default, field))
