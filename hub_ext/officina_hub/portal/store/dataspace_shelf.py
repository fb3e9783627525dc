"""Negotiations and transfers in the portal's database, as the protocol's consumer wants them kept.

The token of a transfer goes with the transfer: one that is over opens nothing, and is not kept.
"""

from __future__ import annotations

import hashlib
import json

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from officina_hub.federation.dataspace.processes import Negotiation, Transfer
from officina_hub.portal.db import Database
from officina_hub.portal.db import tables as t


class DatabaseShelf:
    """A ``Shelf``; each call is a transaction of its own, on the disk when it returns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def negotiation(self, pid: str) -> Negotiation | None:
        """By its name on this side."""
        with self._database.reading() as session:
            row = session.get(t.DataspaceProcess, process_key("negotiation", pid))
            return Negotiation.model_validate(row.process) if row else None

    def transfer(self, pid: str) -> Transfer | None:
        """By its name on this side."""
        with self._database.reading() as session:
            row = session.get(t.DataspaceProcess, process_key("transfer", pid))
            return Transfer.model_validate(row.process) if row else None

    def keep(self, process: Negotiation | Transfer) -> None:
        """As it is now."""
        agreement = None
        if isinstance(process, Negotiation):
            agreement = process.agreement and process_key("agreement", process.agreement.id)
        elif process.is_over:
            process = process.model_copy(update={"data_address": None})
        row = t.DataspaceProcess(
            key=process_key(process.kind, process.pid),
            agreement=agreement,
            process=json.loads(process.text()),
        )
        with self._database.writing() as session:
            session.merge(row)

    def agreed(self, agreement_id: str) -> Negotiation | None:
        """The negotiation that ended in that agreement."""
        rows = t.DataspaceProcess
        found = select(rows.process).where(rows.agreement == process_key("agreement", agreement_id))
        with self._database.reading() as session:
            process = session.scalars(found).first()
            return Negotiation.model_validate(process) if process else None


def forget_processes(session: Session) -> int:
    """Away with those that no agreement waits for, before anything goes on; tell how many.

    A transfer that an end of the portal interrupted is begun anew, so no old one is needed.
    """
    agreements = t.DataAgreement.negotiation
    kept = {process_key("negotiation", pid) for pid in session.scalars(select(agreements))}
    over = set(session.scalars(select(t.DataspaceProcess.key))) - kept
    for key in over:
        session.execute(delete(t.DataspaceProcess).where(t.DataspaceProcess.key == key))
    return len(over)


def process_key(kind: str, name: str) -> str:
    """By which it is kept: strangers choose names, of any length."""
    return hashlib.sha256(f"{kind} {name}".encode()).hexdigest()
