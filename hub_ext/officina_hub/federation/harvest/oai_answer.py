"""Answers of OAI-PMH 2.0 as values: records, tokens and errors. Nothing here asks anybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET

from officina_hub.catalogue.readers.limits import Limits
from officina_hub.catalogue.readers.xml_text import refuse_entities

OAI: Final = "{http://www.openarchives.org/OAI/2.0/}"


class OaiRecord(NamedTuple):
    """One record: its header, and what its metadata holds, if it is not deleted."""

    identifier: str
    datestamp: str
    is_deleted: bool
    metadata: ET.Element | None


class OaiAnswer(NamedTuple):
    """One answer; ``error`` is the protocol's code."""

    root: ET.Element
    error: str = ""
    told: str = ""

    def text(self, *path: str) -> str:
        """What stands at that path."""
        found = self.root.find("/".join(OAI + name for name in path))
        return (found.text or "").strip() if found is not None else ""

    def texts(self, *path: str) -> list[str]:
        """All that stands at that path."""
        found = self.root.findall("/".join(OAI + name for name in path))
        return [(each.text or "").strip() for each in found]

    @property
    def token(self) -> str:
        """By which the list goes on; empty at its end."""
        return self.text("ListRecords", "resumptionToken")

    def records(self) -> Iterator[OaiRecord]:
        """Those of ListRecords, one by one."""
        for record in self.root.findall(f"{OAI}ListRecords/{OAI}record"):
            header = record.find(f"{OAI}header")
            if header is None:
                continue
            metadata = record.find(f"{OAI}metadata")
            held = next(iter(metadata), metadata) if metadata is not None else None
            yield OaiRecord(
                (header.findtext(f"{OAI}identifier") or "").strip(),
                (header.findtext(f"{OAI}datestamp") or "").strip(),
                header.get("status") == "deleted",
                held,
            )


def read_answer(body: bytes) -> OaiAnswer:
    """The answer; raises ``Unreadable`` for what is no XML, or XML that must not be read."""
    text = body.decode("utf-8-sig", "replace")
    refuse_entities(text, Limits())
    root = ET.fromstring(text)  # noqa: S314 - entities and depth were looked at
    error = root.find(f"{OAI}error")
    if error is not None:
        return OaiAnswer(root, error.get("code") or "error", (error.text or "").strip()[:200])
    return OaiAnswer(root)
