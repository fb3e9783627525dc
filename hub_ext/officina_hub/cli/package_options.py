"""What the commands about course packages share: the file, whom to trust, and words about it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_courses.counted import counted
from officina_hub.cli.shown_names import plain

if TYPE_CHECKING:
    from officina_courses.packages import PackageFacts

PACKAGE_FILE = click.argument(
    "package", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE"
)
TRUST = click.option(
    "--trust",
    "trusted",
    multiple=True,
    metavar="KEYFILE|HEX",
    help="A public key that must have signed it, as its file or its 64 digits; may be repeated: "
    "then one of them must have.",
)
KEY = click.option(
    "--key",
    "keys",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="A private key to sign with; may be repeated.",
)


def about(facts: PackageFacts) -> Iterator[str]:
    """What a package is, in lines to read."""
    course = facts.course
    yield f"{course.id} {course.version}: {plain(course.title)}"
    yield f"  {counted(len(facts.files), 'file')}, {facts.bytes} bytes, SHA-256 {facts.sha256}"
    names = ", ".join(plain(author.name) for author in course.authors)
    yield f"  by {names or 'nobody named'}, under {plain(course.licence)}"
    if facts.origin is not None:
        origin = facts.origin
        yield f"  forked from {origin.course_id} {plain(origin.version)}, {plain(origin.iri)}"
    yield from _signatures(facts)


def _signatures(facts: PackageFacts) -> Iterator[str]:
    if not facts.claimed_by:
        yield "  not signed: nobody can tell who made it"
    for key_id in facts.claimed_by:
        if key_id in facts.signed_by:
            yield f"  signed by the trusted key {key_id}"
        else:
            yield f"  carries a signature of the key {key_id}, which is not checked: see --trust"
