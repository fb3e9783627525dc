"""The audit: whether everything that had a receipt is still here, whole, and dealt with."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.archive import bundle_sha256
from officina_courses.model import Frozen
from officina_hub.portal.blobs import BlobDamaged, BlobStore
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.jobs import live_job
from officina_hub.portal.store.receipts import Signer, is_kept, receipt_of
from officina_hub.portal.store.submissions import submission_files
from officina_widgets.wire import FileEntry, Receipt


class AuditReport(Frozen):
    """What an audit looked at and what it found amiss; nothing amiss is an empty list."""

    submissions: int
    receipts: int
    findings: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing is amiss."""
        return not self.findings


def audit(
    session: Session, blobs: BlobStore, signer: Signer, receipts: Iterable[Receipt] = ()
) -> AuditReport:
    """Look through all submissions, and through receipts that learners kept.

    Each submission must have a genuine receipt, all its files as blobs with the right content, and
    a grade, a sentence why there is none, or a job that is still alive.
    """
    findings: list[str] = []
    submissions = session.scalars(select(t.Submission).order_by(t.Submission.sequence)).all()
    for submission in submissions:
        findings += _amiss(session, blobs, signer, submission)
    ledger = tuple(receipts)
    findings += [
        f"receipt {receipt.sequence} ({receipt.submission_id}) has no submission like it"
        for receipt in ledger
        if not is_kept(session, signer, receipt)
    ]
    return AuditReport(submissions=len(submissions), receipts=len(ledger), findings=tuple(findings))


def referenced_blobs(session: Session) -> set[str]:
    """The hashes of all blobs that some row refers to; the others are garbage."""
    tables = (t.ReleaseFile, t.ExerciseFile, t.SubmissionFile, t.FeedbackFile)
    return {sha256 for table in tables for sha256 in session.scalars(select(table.sha256))}


def _amiss(
    session: Session, blobs: BlobStore, signer: Signer, submission: t.Submission
) -> list[str]:
    name = f"submission {submission.sequence} ({submission.id})"
    files = submission_files(session, submission.id)
    found = [f"{name}: {reason}" for file in files if (reason := _damage(blobs, file))]
    if bundle_sha256((file.path, file.sha256) for file in files) != submission.sha256:
        found.append(f"{name}: its list of files does not have the hash of the receipt")
    if not signer.is_genuine(receipt_of(submission)):
        found.append(f"{name}: its receipt does not bear the portal's signature")
    is_settled = session.get(t.Grade, submission.id) is not None or submission.message != ""
    if not is_settled and live_job(session, submission.id, "grade") is None:
        found.append(f"{name}: it has neither marks nor a job that will make them")
    return found


def _damage(blobs: BlobStore, file: FileEntry) -> str | None:
    try:
        blobs.open(file.sha256).close()
    except BlobDamaged as error:
        return f"{file.path}: {error}"
    return None
