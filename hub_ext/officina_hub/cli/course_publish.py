"""``officina course publish``: check, pack, upload, and wait until learners have it."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_hub.cli.connection import TOKEN_FILE, URL, connect
from officina_hub.cli.examples import examples
from officina_hub.cli.looking import looks
from officina_hub.cli.options import COURSE_FOLDER
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_widgets.client import PortalClient
    from officina_widgets.wire import ReleaseOut

LARGEST_BYTES = 16 << 30


@click.command(
    epilog=examples(
        "officina course publish my-course",
        "officina course publish my-course --url http://127.0.0.1:8000/services/officina \\",
        "    --token-file ~/.officina-token",
    )
)
@COURSE_FOLDER
@URL
@TOKEN_FILE
@click.option(
    "--wait",
    "wait_seconds",
    type=click.IntRange(0, 3600),
    default=600,
    show_default=True,
    help="How many seconds to wait until it is prepared.",
)
@answers
def publish(
    *, folder: Path, url: str | None, token_file: str | None, wait_seconds: int, teller: Teller
) -> None:
    """Publish a course FOLDER: it is checked here, packed, uploaded, and prepared there."""
    from officina_courses.check import check_course
    from officina_hub.cli.course_check import report_lines

    report = check_course(folder)
    if not report.is_publishable:
        teller.result(report, report_lines(report))
        sys.exit(1)
    with connect(url, token_file) as client:
        release = _upload(client, folder, report.course_id, teller)
        release = _wait(client, release, wait_seconds, teller)
        address = f"{client.url}/courses/{release.course_id}"
    teller.result(release, _lines(release, address))
    if release.state == "failed":
        sys.exit(1)


def _upload(client: PortalClient, folder: Path, course_id: str, teller: Teller) -> ReleaseOut:
    from officina_courses.archive import COURSE_LIMITS
    from officina_courses.course_files import pack_course

    # How much it takes in all is the portal's to say.
    limits = COURSE_LIMITS.model_copy(update={"max_total_bytes": LARGEST_BYTES})
    with tempfile.TemporaryFile() as tar:
        pack_course(folder, tar, limits=limits)
        size = tar.tell()
        tar.seek(0)
        with teller.bar(f"Uploading {course_id}", size) as done:
            return client.publish(course_id, tar, progress=lambda sent, _all: done(sent))


def _wait(
    client: PortalClient, release: ReleaseOut, wait_seconds: int, teller: Teller
) -> ReleaseOut:
    """Ask until it is prepared."""
    if release.state != "preparing":
        return release
    teller.progress(f"Preparing version {release.version} for learners")
    for _ in looks(wait_seconds):
        release = client.release(release.id)
        if release.state != "preparing":
            break
    return release


def _lines(release: ReleaseOut, address: str) -> Iterator[str]:
    from officina_courses.check import format_finding

    for finding in release.findings:
        yield format_finding(finding)
    yield _verdict(release, address)


def _verdict(release: ReleaseOut, address: str) -> str:
    name = f"{release.course_id} {release.version}"
    if release.state == "published":
        return f"{name} is published: {address}"
    if release.state == "failed":
        return (
            f"{name} was not published: preparing it failed. What learners have is as before. "
            "Mend what is said above, then publish again."
        )
    return f"{name} is still being prepared; look again later: {address}"
