"""``officina course pack``: a course becomes one file that other factories can take over."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.options import COURSE_FOLDER
from officina_hub.cli.package_options import KEY, about
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_courses.packages import Origin, PackageFacts


@click.command(
    epilog=examples(
        "officina course pack my-course --key ~/.config/officina/keys/lumi",
        "officina course pack my-course -o /srv/courses/my-course.course.zip",
        "officina course pack my-course --forked-from their-course-1.0.0.course.zip",
    )
)
@COURSE_FOLDER
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The package to write.  [default: ID-VERSION.course.zip here]",
)
@KEY
@click.option(
    "--forked-from",
    "forked_from",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The package that this course was made from; it is named as the origin.",
)
@click.option("--forked-at", help="The address at which that package is published.")
@answers
def pack(
    *,
    folder: Path,
    output: Path | None,
    keys: tuple[Path, ...],
    forked_from: Path | None,
    forked_at: str | None,
    teller: Teller,
) -> None:
    """Pack a course FOLDER: it is checked, and written to one file, an RO-Crate.

    The same sources give the same bytes, on every machine.
    """
    from officina_courses.check import check_course
    from officina_courses.loader import load_course
    from officina_courses.packages import read_private_key, write_package
    from officina_courses.packages.facts import package_name
    from officina_hub.cli.course_check import report_lines

    if forked_at and forked_from is None:
        raise click.UsageError("--forked-at needs --forked-from: the checksum is of that file.")
    report = check_course(folder)
    if not report.is_publishable:
        teller.result(report, report_lines(report))
        sys.exit(1)
    target = output or Path(package_name(load_course(folder)))
    signing = [read_private_key(key) for key in keys]
    origin = _origin(forked_from, forked_at) if forked_from else None
    facts = write_package(folder, target, keys=signing, forked_from=origin)
    teller.result(facts, _lines(facts, target))


def _origin(package: Path, address: str | None) -> Origin:
    from pydantic import ValidationError

    from officina_courses.packages import read_facts

    facts = read_facts(package)
    try:
        return facts.as_origin(address)
    except ValidationError as error:
        raise click.UsageError(
            f"--forked-at cannot be {address!r:.80}: it is an address such as https://…"
        ) from error


def _lines(facts: PackageFacts, target: Path) -> Iterator[str]:
    yield from about(facts)
    if facts.course.released is None:
        yield (
            "  without a day of release: RO-Crate asks for one; write it in course.toml, "
            "such as released = 2026-11-23"
        )
    if not facts.claimed_by:
        yield "  To sign it: officina course key new FILE, then add --key FILE"
    yield f"Written to {target}. Next: officina course verify {target}"
