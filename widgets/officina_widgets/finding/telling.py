"""Records as text, as a table of HTML and as a data frame, for places where no widget is shown."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Final

from officina_widgets.catalogue.facets import facet_values
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.words import in_language

if TYPE_CHECKING:
    import pandas

MOST_LINES: Final = 20
COLUMNS: Final = (
    "id", "kind", "title", "publisher", "factory", "country", "theme", "format", "licence",
    "access", "modified", "address", "quality",
)  # fmt: skip


def row_of(filed: CatalogRecord) -> dict[str, object]:
    """The columns of one record; several values of one column are a tuple."""
    record, values = filed.record, facet_values(filed)
    return {
        "id": filed.id,
        "kind": record.kind,
        "title": in_language(record.title, ()),
        "publisher": record.publisher.name if record.publisher else None,
        "factory": record.factory,
        "country": record.country,
        "theme": values.get("theme", ()),
        "format": values.get("format", ()),
        "licence": values.get("licence", ()),
        "access": record.access_rights,
        "modified": record.modified,
        "address": record.landing_page or record.iri,
        "quality": filed.quality.score,
    }


def frame_of(records: Sequence[CatalogRecord]) -> pandas.DataFrame:
    """A row for each."""
    import pandas

    return pandas.DataFrame([row_of(filed) for filed in records], columns=list(COLUMNS))


def as_text(name: str, query: str, records: Sequence[CatalogRecord]) -> str:
    """A line for each."""
    head = f"{name.capitalize()} in the catalogue" + (f" for {query!r}" if query else "")
    lines = [f"{head}:" if records else f"{head}: nothing to show."]
    for number, filed in enumerate(records[:MOST_LINES], 1):
        row = row_of(filed)
        told = [row["publisher"], *_codes(filed), row["address"]]
        tail = " · ".join(str(part) for part in told if part)
        lines.append(f"{number:3}. {_one_line(str(row['title']))}: {_one_line(tail)}")
    if len(records) > MOST_LINES:
        lines.append(f"     and {len(records) - MOST_LINES} more")
    return "\n".join(lines)


def as_html(name: str, query: str, records: Sequence[CatalogRecord]) -> str:
    """A plain table; every value is escaped, and links lead to the web only."""
    rows = []
    for filed in records[:MOST_LINES]:
        row = row_of(filed)
        link = f'<a href="{escape(str(row["address"]))}">{escape(str(row["title"]))}</a>'
        title = link if _leads_to_the_web(str(row["address"])) else escape(str(row["title"]))
        cells = [title, escape(str(row["publisher"] or "")), escape(", ".join(_codes(filed)))]
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    caption = name.capitalize() + (f" for “{query}”" if query else "")
    head = "<tr><th>Title</th><th>Publisher</th><th>Format, licence, access</th></tr>"
    return (
        f"<table><caption>{escape(caption)}</caption><thead>{head}</thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _codes(filed: CatalogRecord) -> list[str]:
    values = facet_values(filed)
    return [value for name in ("format", "licence", "access") for value in values.get(name, ())]


def _leads_to_the_web(address: str) -> bool:
    return address.lower().startswith(("https://", "http://"))


def _one_line(text: str) -> str:
    return " ".join(text.split())
