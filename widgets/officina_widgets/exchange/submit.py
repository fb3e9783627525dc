"""``nbgrader submit`` and the *Submit* button of the assignment list."""

from __future__ import annotations

from nbgrader.exchange.abc import ExchangeSubmit as ABCExchangeSubmit
from traitlets import Integer

from officina_courses.archive import Limits
from officina_widgets.client import PortalClient
from officina_widgets.exchange.exchange import Exchange, is_fetched
from officina_widgets.exchange.packing import MIB, Packed, objection, pack
from officina_widgets.exchange.sending import differing_notebooks, keep, send
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
        path = keep(receipt, self.home)
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
        files = [item.entry for item in packed]
        missing, extra = differing_notebooks(client, self.course_id, self.exercise_id, files)
        if missing:
            text = MISSING.format(exercise=self.exercise_id, missing=", ".join(sorted(missing)))
            if self.strict:
                self.fail(f"Nothing was submitted. {text}")
            self.log.warning("%s", text)
        if extra:
            self.log.warning("%s", EXTRA.format(extra=", ".join(sorted(extra))))

    def _send(self, client: PortalClient, packed: list[Packed]) -> Receipt:
        limits = Limits(
            max_files=self.max_submission_files,
            max_file_bytes=self.max_submission_mib * MIB,
            max_total_bytes=self.max_submission_mib * MIB,
        )
        files = [item.entry for item in packed]
        return send(client, self.course_id, self.exercise_id, files, limits)
