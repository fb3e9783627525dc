"""A packed exercise on its way to the portal, and the receipt on its way back."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from officina_courses.archive import Entry, Limits, bundle_sha256, write_tar
from officina_courses.whole_files import write_whole
from officina_widgets import names
from officina_widgets.client import PortalClient
from officina_widgets.errors import NotFound, PortalBroken
from officina_widgets.wire import Receipt

OTHER_HASH = (
    "The portal received something else than was sent (hash {got} instead of {sent}). So this "
    "submission may not be your work. Submit again; if that repeats, tell your support."
)


def send(
    client: PortalClient, course_id: str, exercise_id: str, files: Sequence[Entry], limits: Limits
) -> Receipt:
    """Hand in; raises ``PortalBroken`` where something else arrived."""
    with tempfile.TemporaryFile() as tar:
        written = write_tar(files, tar, limits=limits)
        tar.seek(0)
        receipt = client.submit(course_id, exercise_id, tar)
    sent = bundle_sha256((file.path, file.sha256) for file in written)
    if receipt.sha256 != sent:
        raise PortalBroken(OTHER_HASH.format(got=receipt.sha256, sent=sent), code="other-hash")
    return receipt


def keep(receipt: Receipt, home: Path) -> Path:
    """Put the receipt where the learner finds it again; gives the file."""
    place = names.receipt_path(home, receipt.course_id, receipt.exercise_id, receipt.sequence)
    write_whole(place, receipt.model_dump_json(indent=1).encode())
    return place


def differing_notebooks(
    client: PortalClient, course_id: str, exercise_id: str, files: Sequence[Entry]
) -> tuple[set[str], set[str]]:
    """Notebooks of the exercise that are missing, and those that it does not have."""
    try:
        released = client.exercise_files(course_id, exercise_id).files
    except NotFound:  # taken back meanwhile; the portal decides whether it still takes work
        return set(), set()
    expected = {entry.path for entry in released if entry.path.endswith(".ipynb")}
    sent = {entry.path for entry in files if entry.path.endswith(".ipynb")}
    return expected - sent, sent - expected
