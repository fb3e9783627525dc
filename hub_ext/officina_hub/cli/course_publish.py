"""``officina course publish``: check, pack, upload, and wait until learners have it."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from officina_hub.cli.connection import TOKEN_FILE, URL, connect
from officina_hub.cli.examples import examples
from officina_hub.cli.options import COURSE_FOLDER, JSON

if TYPE_CHECKING:
    from officina_widgets.client import PortalClient
    from officina_widgets.wire import ReleaseOut

FIRST_LOOK_SECONDS = 0.5
LONGEST_LOOK_SECONDS = 5.0
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
@JSON
def publish(
    *, folder: Path, url: str | None, token_file: str | None, wait_seconds: int, as_json: bool
) -> None:
    """Publish a course FOLDER: it is checked here, packed, uploaded, and prepared there."""
    from officina_courses.check import check_course
    from officina_hub.cli.course_check import show

    report = check_course(folder)
    if not report.is_publishable:
        click.echo(report.model_dump_json()) if as_json else show(report)
        sys.exit(1)
    with connect(url, token_file) as client:
        release = _upload(client, folder, report.course_id, quiet=as_json)
        release = _wait(client, release, wait_seconds, quiet=as_json)
        address = f"{client.url}/courses/{release.course_id}"
    _tell(release, address, as_json=as_json)


def _upload(client: PortalClient, folder: Path, course_id: str, *, quiet: bool) -> ReleaseOut:
    from officina_courses.archive import COURSE_LIMITS
    from officina_courses.course_files import pack_course

    # How much it takes in all is the portal's to say.
    limits = COURSE_LIMITS.model_copy(update={"max_total_bytes": LARGEST_BYTES})
    with tempfile.TemporaryFile() as tar:
        pack_course(folder, tar, limits=limits)
        size = tar.tell()
        tar.seek(0)
        if quiet:
            return client.publish(course_id, tar)
        return _upload_with_bar(client, course_id, tar, size)


def _upload_with_bar(client: PortalClient, course_id: str, tar: IO[bytes], size: int) -> ReleaseOut:
    with click.progressbar(length=size, label=f"Uploading {course_id}", file=sys.stderr) as bar:
        return client.publish(
            course_id, tar, progress=lambda sent, _all: bar.update(sent - bar.pos)
        )


def _wait(
    client: PortalClient, release: ReleaseOut, wait_seconds: int, *, quiet: bool
) -> ReleaseOut:
    """Ask until it is prepared; the portal has no event for this over HTTP."""
    pause = FIRST_LOOK_SECONDS
    deadline = time.monotonic() + wait_seconds
    if release.state == "preparing" and not quiet:
        click.echo(f"Preparing version {release.version} for learners", err=True)
    while release.state == "preparing" and time.monotonic() + pause < deadline:
        time.sleep(pause)
        pause = min(pause * 1.5, LONGEST_LOOK_SECONDS)
        release = client.release(release.id)
    return release


def _tell(release: ReleaseOut, address: str, *, as_json: bool) -> None:
    from officina_courses.check import format_finding

    if as_json:
        click.echo(release.model_dump_json())
    else:
        for finding in release.findings:
            click.echo(format_finding(finding))
        click.echo(_verdict(release, address))
    if release.state == "failed":
        sys.exit(1)


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
