"""``officina catalogue show``: one record with all that is known of it, or what a search finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_hub.cli.catalogue_place import Place, opened
from officina_hub.cli.examples import examples
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_hub.portal.store.catalogue_read import Standing
    from officina_widgets.catalogue.asking import Answer, Hit


@click.command(
    epilog=examples(
        "officina catalogue show ID",
        "officina catalogue show 'weather forecast'",
        "officina catalogue show wetter --language de --json",
    )
)
@click.argument("what", metavar="ID|QUERY")
@click.option(
    "--language",
    metavar="CODE",
    default="en",
    show_default=True,
    help="Of the titles: en, de, fi, …",
)
@click.option("--limit", type=click.IntRange(1, 100), default=20, show_default=True)
@DATA_DIR
@answers
def show(*, what: str, language: str, limit: int, data_dir: Path, teller: Teller) -> None:
    """Show one record by its ID, whatever its state, or what a search for QUERY finds."""
    from officina_hub.catalogue.identity import RECORD_ID_PATTERN
    from officina_hub.portal.store.catalogue_read import standing

    with opened(data_dir) as place:
        if re.fullmatch(RECORD_ID_PATTERN, what):
            with place.database.reading() as session:
                found = standing(session, what)
            teller.result(found, _record_lines(found, language))
        else:
            answer = _search(place, what, language, limit)
            teller.result(answer, _answer_lines(answer))


def _search(place: Place, query: str, language: str, limit: int) -> Answer:
    from officina_hub.portal.api.catalogue import asked

    return place.catalogue.answer(asked([("q", query), ("limit", str(limit))], language))


def _answer_lines(answer: Answer) -> Iterator[str]:
    yield from map(_hit_line, answer.hits)
    if answer.shown_for:
        yield f"Nothing was found for that; these are for: {answer.shown_for}"
    if answer.without:
        yield f"Left out: {', '.join(answer.without)}"
    if not answer.hits:
        yield "Nothing was found. Try fewer words, or one that is not a name."
    elif answer.total > len(answer.hits):
        yield f"and {answer.total - len(answer.hits)} more: see --limit"
    if answer.in_other_languages:
        yield "In other languages, by meaning:"
        yield from map(_hit_line, answer.in_other_languages)


def _hit_line(hit: Hit) -> str:
    return f"{hit.filed.id}  {hit.filed.record.kind:<12}  {_line(hit.title.text)}"


def _record_lines(found: Standing, language: str) -> Iterator[str]:
    from officina_hub.catalogue.stored_form import fields_of
    from officina_widgets.catalogue.words import in_language

    filed = found.filed
    yield f"{_line(in_language(filed.record.title, (language,)))} ({filed.record.kind})"
    yield f"  id         {filed.id}"
    yield f"  iri        {filed.record.iri}"
    gone = ", no longer at its source" if found.missing_since else ""
    yield f"  state      {found.state}{gone}"
    yield f"  source     {found.source_id} {filed.provenance.address or ''}".rstrip()
    yield f"  retrieved  {filed.provenance.retrieved_at:%Y-%m-%d %H:%M} UTC"
    if found.source_loaded_at:
        yield f"  looked at  {found.source_loaded_at:%Y-%m-%d %H:%M} UTC, the source's last load"
    gaps = ", ".join(gap.field for gap in filed.quality.gaps)
    yield f"  quality    {filed.quality.score} of 100" + (f"; missing: {gaps}" if gaps else "")
    if found.locked:
        yield f"  locked     {', '.join(found.locked)}"
    for name, value in fields_of(filed.record).items():
        if name not in {"iri", "kind"}:
            yield f"  {name}: {value}"


def _line(title: str) -> str:
    """A title on one line, whatever it holds."""
    return " ".join(title.split())
