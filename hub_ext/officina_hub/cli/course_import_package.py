"""The part of ``officina course import`` that has a portal take a course package over."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from officina_hub.cli.connection import connect_by
from officina_hub.cli.teller import Teller

if TYPE_CHECKING:
    from officina_widgets.import_client import ImportClient
    from officina_widgets.import_wire import ImportOut

LONGEST_LOOK_SECONDS = 5  # as often the page looks, too


def import_offer(
    peer_id: str,
    their_course: str,
    *,
    course_id: str | None,
    url: str | None,
    token_file: str | None,
    wait_seconds: int,
    teller: Teller,
) -> None:
    """Have the portal fetch it from that peer, and wait for its proof."""
    from officina_widgets.import_client import ImportClient

    with connect_by(ImportClient, url, token_file) as client:
        teller.progress(f"{their_course} is fetched from {peer_id}")
        one = client.begin_from(peer_id, their_course, course_id=course_id or "")
        _tell_proof(client, one, wait_seconds, teller)


def import_package(
    package: Path,
    *,
    course_id: str | None,
    url: str | None,
    token_file: str | None,
    wait_seconds: int,
    teller: Teller,
) -> None:
    """Upload it, and wait for its proof; exit code 1 where it did not run green."""
    from officina_widgets.import_client import ImportClient

    with connect_by(ImportClient, url, token_file) as client:
        with (
            package.open("rb") as file,
            teller.bar(f"Uploading {package.name}", os.fstat(file.fileno()).st_size) as done,
        ):
            one = client.begin(
                file, course_id=course_id or "", progress=lambda sent, _all: done(sent)
            )
        _tell_proof(client, one, wait_seconds, teller)


def _tell_proof(client: ImportClient, one: ImportOut, wait_seconds: int, teller: Teller) -> None:
    """Exit code 1 where it did not run green."""
    teller.progress(f"{one.title} {one.version} is run there; this takes minutes")
    with teller.steps("Running it there") as told:
        one = proved(client, one, wait_seconds, told)
    teller.result(one, import_lines(one, f"{client.url}/imports/{one.release_id}"))
    if one.state == "unproved":
        sys.exit(1)


def proved(
    client: ImportClient,
    one: ImportOut,
    wait_seconds: float,
    told: Callable[[int, int, str], None],
) -> ImportOut:
    """The import when it was run, or as it is when the waiting is over; ``told`` hears steps."""
    end = monotonic() + wait_seconds
    while one.state == "proving" and (left := end - monotonic()) > 0:
        wait = max(1, min(LONGEST_LOOK_SECONDS, int(left)))
        one = client.imported(one.release_id, wait_seconds=wait)
        if one.progress is not None:
            told(one.progress.done, one.progress.of, one.progress.what)
    return one


def import_lines(one: ImportOut, address: str) -> Iterator[str]:
    """What there is to say of it: gates, findings, and what to do next."""
    from officina_courses.check import format_finding

    for finding in one.findings:
        yield format_finding(finding)
    if one.proof is not None:
        for finding in one.proof.findings:
            yield format_finding(finding)
        for gate in one.proof.gates:
            yield f"{gate.id:4}{gate.state:8}{gate.question}"
    if one.message:
        yield one.message
    name = f"{one.course_id} {one.version}"
    if one.state == "proved":
        yield f"{name} ran green there. Nobody sees it yet: publish it at {address}"
    elif one.state == "unproved":
        yield f"{name} did not run green there and is not published: {address}"
    else:
        yield f"{name} is {one.state}; look again later: {address}"
