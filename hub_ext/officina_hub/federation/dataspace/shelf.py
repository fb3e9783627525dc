"""Where negotiations and transfers are kept between two messages."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Protocol

from officina_hub.federation.dataspace.processes import Negotiation, Transfer


class Shelf(Protocol):
    """Called from threads, for one process by one of them at a time."""

    def negotiation(self, pid: str) -> Negotiation | None:
        """By its name on this side."""

    def transfer(self, pid: str) -> Transfer | None:
        """By its name on this side."""

    def keep(self, process: Negotiation | Transfer) -> None:
        """As it is now, safe from a power cut when this returns."""

    def agreed(self, agreement_id: str) -> Negotiation | None:
        """The negotiation that ended in that agreement."""


class FolderShelf:
    """A folder of JSON files that only this account reads: tokens of transfers are in them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in ("negotiations", "transfers", "agreements"):
            (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)

    def negotiation(self, pid: str) -> Negotiation | None:
        data = self._read("negotiations", pid)
        return Negotiation.model_validate_json(data) if data else None

    def transfer(self, pid: str) -> Transfer | None:
        data = self._read("transfers", pid)
        return Transfer.model_validate_json(data) if data else None

    def keep(self, process: Negotiation | Transfer) -> None:
        is_negotiation = isinstance(process, Negotiation)
        text = process.text()
        self._write("negotiations" if is_negotiation else "transfers", process.pid, text)
        if isinstance(process, Negotiation) and process.agreement is not None:
            self._write("agreements", process.agreement.id, process.pid)

    def agreed(self, agreement_id: str) -> Negotiation | None:
        pid = self._read("agreements", agreement_id)
        return self.negotiation(pid.decode()) if pid else None

    def _place(self, room: str, name: str) -> Path:
        """Strangers choose names, so the file has a name of its own."""
        return self._folder / room / f"{hashlib.sha256(name.encode()).hexdigest()[:40]}.json"

    def _read(self, room: str, name: str) -> bytes:
        try:
            return self._place(room, name).read_bytes()
        except FileNotFoundError:
            return b""

    def _write(self, room: str, name: str, text: str) -> None:
        place = self._place(room, name)
        number, arriving = tempfile.mkstemp(dir=place.parent, prefix=".")
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(arriving).replace(place)
