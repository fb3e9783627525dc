"""Receipts: what the portal signs once a submission is safe, and how anybody's claim is checked."""

from __future__ import annotations

import hashlib
import hmac

from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t
from officina_widgets.wire import Receipt


class Signer:
    """Signs receipts with the portal's own key (HMAC-SHA256)."""

    def __init__(self, key: bytes) -> None:
        if len(key) < 16:
            raise ValueError("the receipt key has less than 16 bytes; make a longer one")
        self._key = key

    def sign(self, receipt: Receipt) -> Receipt:
        """The receipt with its signature."""
        return receipt.model_copy(update={"signature": self._signature(receipt)})

    def is_genuine(self, receipt: Receipt) -> bool:
        """Whether this portal signed exactly these fields."""
        expected = self._signature(receipt).encode()
        return hmac.compare_digest(expected, receipt.signature.encode("utf-8", "replace"))

    def _signature(self, receipt: Receipt) -> str:
        # Pydantic writes fields in the order of the model and times in one form, so this text is
        # the same wherever the receipt has been.
        text = receipt.model_dump_json(exclude={"signature"})
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()


def receipt_of(submission: t.Submission) -> Receipt:
    """The receipt that was given for a submission."""
    return Receipt(
        submission_id=submission.id,
        sequence=submission.sequence,
        course_id=submission.course_id,
        exercise_id=submission.exercise_id,
        user=submission.user,
        received_at=submission.received_at,
        sha256=submission.sha256,
        size=submission.size,
        is_late=submission.is_late,
        signature=submission.signature,
    )


def is_kept(session: Session, signer: Signer, receipt: Receipt) -> bool:
    """Whether a receipt is genuine and its submission is still here, unchanged."""
    if not signer.is_genuine(receipt):
        return False
    submission = session.get(t.Submission, receipt.sequence)
    return submission is not None and receipt_of(submission) == receipt
