"""``officina catalogue load``: files become records, and a report says what became of each."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from officina_hub.cli.catalogue_place import bring_up_to_date, opened
from officina_hub.cli.examples import examples
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.teller import Teller, answers
from officina_hub.errors import OfficinaError

if TYPE_CHECKING:
    from officina_hub.catalogue.arriving import Source
    from officina_hub.portal.catalogue_loading import LoadReport

SHOWN = 20
OUTSIDE_CODE = re.compile(r"[^A-Za-z0-9_.+-]+")


@click.command(
    epilog=examples(
        "officina catalogue load rostock.rdf --address https://www.opendata-hro.de",
        "officina catalogue load march.jsonl april.jsonl --source weather --withdraw-missing",
        "officina catalogue load services.csv --mapping columns.toml --drafts --json",
    )
)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--source", "id", metavar="ID", help="Whose records these are; else the name of the one file."
)
@click.option("--title", default="", help="The source's name for people.")
@click.option("--address", metavar="URL", help="Where the files were fetched.")
@click.option("--licence", metavar="SPDX", help="Of the descriptions, not of what they describe.")
@click.option("--signed-by", metavar="WHO", help="Who vouches for them.")
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="For CSV: a TOML file that says which column is which field.",
)
@click.option(
    "--withdraw-missing",
    is_flag=True,
    help="Withdraw the source's records that these files no longer have. Without it they are told.",
)
@click.option("--drafts", is_flag=True, help="Let nobody find what is new until it is published.")
@DATA_DIR
@answers
def load(
    *,
    files: tuple[Path, ...],
    mapping: Path | None,
    withdraw_missing: bool,
    drafts: bool,
    data_dir: Path,
    teller: Teller,
    **told: str | None,
) -> None:
    """Load the records of FILE... into the catalogue: DCAT-AP, Croissant, EOSC, training, CSV.

    One bad record never stops the rest. A field that a curator locked is never overwritten. Loading
    the same again changes nothing. It ends with 1 where nothing at all could be taken, or where
    records were to be withdrawn and could not be with certainty.
    """
    from officina_hub.catalogue.load_files import LoadFiles
    from officina_hub.catalogue.readers import read_mapping
    from officina_hub.portal.catalogue_loading import Loader, LoadOptions

    source = _source(files, told)
    options = LoadOptions(withdraw_missing=withdraw_missing, as_drafts=drafts)
    arriving = LoadFiles(files, read_mapping(mapping) if mapping else None)
    with opened(data_dir) as place:
        loader = Loader(place.database, source, place.act, options)
        with teller.bar(f"Loading {source.id}", arriving.size) as done:
            report = loader.load(
                arriving.arrivals(),
                lambda _: done(arriving.position),
                still_named=arriving.still_named,
            )
        bring_up_to_date(place, teller)
    teller.result(report, _lines(report))
    is_uncertain = withdraw_missing and bool(report.still_named or report.is_withdrawing_unsafe)
    if report.processed == report.refused or is_uncertain:
        sys.exit(1)


def _source(files: tuple[Path, ...], told: dict[str, Any]) -> Source:
    from pydantic import ValidationError

    from officina_hub.catalogue.arriving import Source
    from officina_widgets.catalogue.faults import why

    name = told.pop("id") or _name_of(files)
    _check_free(name)
    try:
        return Source(id=name, **told)
    except ValidationError as error:
        finding = error.errors(include_url=False)[0]
        option = "source" if finding["loc"][0] == "id" else str(finding["loc"][0])
        raise OfficinaError(
            f"--{option.replace('_', '-')} cannot be {str(finding['input'])[:100]!r}: "
            f"{why(finding)}.",
            "It is kept with every record, so nothing was loaded.",
            "Correct it and load again; an ID has letters, digits and _ . + - only.",
        ) from None


def _check_free(name: str) -> None:
    from officina_hub.catalogue.organisations import ORGANISATIONS
    from officina_hub.catalogue.own_courses import OWN_COURSES

    if name in {ORGANISATIONS.id, OWN_COURSES.id}:
        raise OfficinaError(
            f"The source {name!r} is the portal's own.",
            "It keeps those records itself and would withdraw others at its next start.",
            "Name another source with --source ID.",
        )


def _name_of(files: tuple[Path, ...]) -> str:
    if len(files) > 1:
        raise OfficinaError(
            f"{len(files)} files were given and no source.",
            "A record is known by its source and its IRI, and these may be of one or of several.",
            "Name the source with --source ID, or load each file by itself.",
        )
    return OUTSIDE_CODE.sub("-", files[0].stem).strip("-._+")[:80] or "file"


def _lines(report: LoadReport) -> Iterator[str]:
    yield f"Source {report.source}"
    for name in ("processed", "added", "updated", "unchanged", "refused", "gone", "withdrawn"):
        yield f"  {name:<10} {getattr(report, name):>9,}"
    if report.refusals:
        yield "Refused, and why:"
    places = _by_reason(report)
    for reason, where in list(places.items())[:SHOWN]:
        also = f" (and {len(where) - 1:,} more for the same reason)" if len(where) > 1 else ""
        yield f"  {where[0]}: {reason}{also}"
    told = sum(len(where) for where in list(places.values())[:SHOWN])
    if report.refused > told:
        yield f"  and {report.refused - told:,} more: see --json"
    yield from _gone_lines(report)


def _by_reason(report: LoadReport) -> dict[str, list[str]]:
    """The places that were refused, by why: one mistake of an exporter is one line."""
    places: dict[str, list[str]] = {}
    for each in report.refusals:
        places.setdefault(each.reason, []).append(each.where)
    return places


def _gone_lines(report: LoadReport) -> Iterator[str]:
    if report.cancelled:
        yield f"Cancelled by the source, and so withdrawn: {report.cancelled:,}."
    if report.still_named:
        yield (
            f"Not described there, yet named, so left as they are: {report.still_named:,}. They "
            "may only have arrived broken. Look at one with: officina catalogue show "
            f"{report.still_named_ids[0]}; if it is gone, with: officina catalogue withdraw ID."
        )
    if report.part:
        yield f"Only a part of the source, {report.part}."
    elif report.is_withdrawing_unsafe:
        yield (
            f"Gone from the source, it seems: {report.gone:,}; but none was withdrawn: something "
            "was refused, or nothing arrived at all, so they may only be unreadable. Mend what is "
            "told above and load again."
        )
    elif report.gone > report.withdrawn:
        yield (
            f"No longer at the source, and left as they are: {report.gone:,}. Look at one "
            f"with: officina catalogue show {report.gone_ids[0]}; withdraw all of these with "
            "--withdraw-missing."
        )
