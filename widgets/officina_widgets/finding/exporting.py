"""What a finder found, as one page that opens from a file, without kernel and network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, Final

from officina_widgets.catalogue.asking import MOST_HITS, Answer, Hit
from officina_widgets.catalogue.facets import facet_values
from officina_widgets.finding import telling, view_code
from officina_widgets.finding.cards import card_of, details_of, plain_hit
from officina_widgets.finding.words import words

if TYPE_CHECKING:
    from officina_widgets.finding.finder import Finder

PAGE: Final = view_code.STATIC / "page.html"


def export(finder: Finder, path: Path, *, limit: int) -> int:
    """Write the page; returns how many records it has."""
    answers = list(_answers(finder, limit))
    hits = [hit for answer in answers for hit in answer.hits][:limit]
    language = finder.languages()[0] if finder.languages()[0] in words() else "en"
    kind = finder.kind
    kept = {
        "traits": _traits(finder),
        "facets": kind.facets,
        "as_of": answers[0].as_of.isoformat(),
        "records": [_kept(hit, finder.languages()) for hit in hits],
    }
    page = Template(PAGE.read_text(encoding="utf-8")).substitute(
        language=escape(language),
        title=escape(words()[language][f"name.{kind.name}"]),
        style=view_code.style(),
        table=telling.as_html(kind.name, finder.query, [hit.filed for hit in hits]),
        records=_as_json(kept),
        code=view_code.page_code(),
    )
    path.write_text(page, encoding="utf-8")
    return len(hits)


def _answers(finder: Finder, limit: int) -> Iterator[Answer]:
    """Page by page, so far as there is more."""
    seen = 0
    while True:
        answer = finder.page(limit=min(MOST_HITS, limit - seen), offset=seen)
        yield answer
        seen += len(answer.hits)
        if not answer.hits or seen >= min(limit, answer.total):
            return


def _traits(finder: Finder) -> dict[str, Any]:
    """What the view reads of its model; the question begins anew, for these records only."""
    return {
        "_shows": "finder",
        "_words": words(),
        "_kind": {"name": finder.kind.name, "facets": finder.kind.facets},
        "_selected": [],
        "language": finder.languages()[0],
        "query": "",
        "facets": {},
        "all_of": [],
        "sort": "relevance",
    }


def _kept(hit: Hit, languages: tuple[str, ...]) -> dict[str, Any]:
    """One record: what is shown, what narrows it and what is searched."""
    record = hit.filed.record
    plain = plain_hit(hit.filed, languages)
    searched = [
        *record.title.values(),
        *record.description.values(),
        *record.keywords,
        record.publisher.name if record.publisher else "",
    ]
    return {
        "card": card_of(plain).model_dump(mode="json"),
        "details": details_of(hit.filed, languages).model_dump(mode="json"),
        "facets": facet_values(hit.filed),
        "text": " ".join(searched),
    }


def _as_json(kept: dict[str, Any]) -> str:
    """JSON that cannot end the element it stands in."""
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
