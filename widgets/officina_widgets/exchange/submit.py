"""``nbgrader submit`` and the *Submit* button of the assignment list."""

from __future__ import annotations

import tempfile

from nbgrader.exchange.abc import ExchangeSubmit as ABCExchangeSubmit
from traitlets import Integer

from officina_courses.archive import Limits, bundle_sha256, write_tar
from officina_courses.whole_files import write_whole
from officina_widgets import names
from officina_widgets.client import PortalClient
from officina_widgets.errors import NotFound, PortalBroken
from officina_widgets.exchange.exchange import Exchange, is_fetched
from officina_widgets.exchange.packing import MIB, Packed, objection, pack
from officina_widgets.material.manifest import read_manifest
from officina_widgets.wire import Receipt

NOT_FETCHED = (
    "There is no exercise {exercise} in {folder}, so nothing was submitted. Fetch it first, or "
    "check the names with: nbgrader list"
)
MISSING = (
    "Notebooks of {exercise} are missing in your folder: {missing}. Tasks in a missing notebook "
    "get no points. To get them again: nbgrader fetch_assignment --replace"
)
EXTRA = "Sent too, but not graded, because the exercise has no notebook of this name: {extra}"
OTHER_HASH = (
    "The portal received something else than was sent (hash {got} instead of {sent}). So this "
    "submission may not be your work. Submit again; if that repeats, tell your support."
)


class ExchangeSubmit(Exchange, ABCExchangeSubmit):
    """Sends the exercise's folder and keeps the receipt in ``~/.officina/receipts``."""

    max_submission_mib = Integer(
        64,
        help="Submissions larger than this many MiB are refused before they are sent. The portal "
        "has a limit of its own, which a larger number here does not raise.",
    ).tag(config=True)

    max_submission_files = Integer(
        1000, help="Submissions with more files than this are refused before they are sent."
    ).tag(config=True)

    def init_src(self) -> None:
        """Refuse where there is nothing to send."""
        if not is_fetched(self.folder):
            self.fail(NOT_FETCHED.format(exercise=self.exercise_id, folder=self.folder))

    def copy_files(self) -> None:
        """Check, pack, send, and keep the receipt."""
        packed = self._pack()
        with self.client() as client:
            self._compare_with_release(client, packed)
            receipt = self._send(client, packed)
        path = names.receipt_path(self.home, self.course_id, self.exercise_id, receipt.sequence)
        write_whole(path, receipt.model_dump_json(indent=1).encode())
        self.log.info("Submitted as: %s %s", self.course_id, self.exercise_id)
        self.log.info(
            "Received as number %d at %s, hash %s. Receipt: %s",
            receipt.sequence,
            self.format_time(receipt.received_at),
            receipt.sha256,
            path,
        )
        if receipt.is_late:
            self.log.warning("The deadline had passed: this submission counts as late.")

    def _pack(self) -> list[Packed]:
        manifest = read_manifest(self.home, self.course_id, self.exercise_id)
        offered = manifest.offered if manifest else ()
        packed = pack(self.folder, self.coursedir, leave_out=offered, log=self.log)
        refusal = objection(
            packed,
            self.folder,
            max_bytes=self.max_submission_mib * MIB,
            max_files=self.max_submission_files,
        )
        if refusal:
            self.fail(refusal)
        return packed

    def _compare_with_release(self, client: PortalClient, packed: list[Packed]) -> None:
        try:
            released = client.exercise_files(self.course_id, self.exercise_id).files
        except NotFound:  # taken back meanwhile; the portal decides whether it still takes work
            return
        expected = {entry.path for entry in released if entry.path.endswith(".ipynb")}
        sent = {item.entry.path for item in packed if item.entry.path.endswith(".ipynb")}
        if missing := expected - sent:
            text = MISSING.format(exercise=self.exercise_id, missing=", ".join(sorted(missing)))
            if self.strict:
                self.fail(f"Nothing was submitted. {text}")
            self.log.warning("%s", text)
        if extra := sent - expected:
            self.log.warning("%s", EXTRA.format(extra=", ".join(sorted(extra))))

    def _send(self, client: PortalClient, packed: list[Packed]) -> Receipt:
        limits = Limits(
            max_files=self.max_submission_files,
            max_file_bytes=self.max_submission_mib * MIB,
            max_total_bytes=self.max_submission_mib * MIB,
        )
        with tempfile.TemporaryFile() as tar:
            files = write_tar([item.entry for item in packed], tar, limits=limits)
            tar.seek(0)
            receipt = client.submit(self.course_id, self.exercise_id, tar)
        sent = bundle_sha256((file.path, file.sha256) for file in files)
        if receipt.sha256 != sent:
            raise PortalBroken(OTHER_HASH.format(got=receipt.sha256, sent=sent), code="other-hash")
        return receipt
