"""The terms beside the data: the agreement with who made it when, and of which bytes it speaks.

One JSON-LD file, ``NAME.agreement.jsonld``: what anybody who finds the data years later needs.
"""

from __future__ import annotations

import json
import os
import tempfile
from itertools import count
from pathlib import Path
from typing import Any, Final

from pydantic import AwareDatetime, ValidationError

from officina_courses.model import Frozen
from officina_hub.errors import OfficinaError
from officina_hub.federation.dataspace.policies import Policy
from officina_hub.federation.dataspace.vocabulary import CONTEXT

SUFFIX: Final = ".agreement.jsonld"
TERMS: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "prov": "http://www.w3.org/ns/prov#",
    "spdx": "http://spdx.org/rdf/terms#",
}
SHA256: Final = "spdx:checksumAlgorithm_sha256"


class Record(Frozen):
    """What is known of data that came under an agreement."""

    agreement: Policy
    title: str
    provider: str
    address: str
    agreed_by: str
    agreed_at: AwareDatetime
    # What the catalogue said of the bytes when the agreement was made.
    stated_sha256: str = ""
    file: str = ""
    bytes: int = 0
    sha256: str = ""
    fetched_at: AwareDatetime | None = None

    def written(self) -> dict[str, Any]:
        """As JSON-LD."""
        document: dict[str, Any] = {
            "@context": [CONTEXT, TERMS],
            "@id": self.agreement.target,
            "@type": "Dataset",
            "dct:title": self.title,
            "dct:publisher": self.provider,
            "dcat:landingPage": self.address,
            "odrl:hasPolicy": self.agreement.written(),
            "prov:qualifiedAttribution": {
                "@type": "prov:Attribution",
                "prov:agent": self.agreed_by,
                "prov:atTime": self.agreed_at.isoformat(),
            },
        }
        if self.stated_sha256:
            document["spdx:checksum"] = _checksum(self.stated_sha256)
        if self.sha256 and self.fetched_at:
            document["dcat:distribution"] = {
                "@type": "Distribution",
                "dct:title": self.file,
                "dcat:byteSize": self.bytes,
                "prov:generatedAtTime": self.fetched_at.isoformat(),
                "spdx:checksum": _checksum(self.sha256),
            }
        return document

    def write_new(self, folder: Path, stem: str) -> Path:
        """Under a name that nothing has there; an agreement of before binds on, and stays."""
        for number in count(1):
            name = f"{stem}-{number}" if number > 1 else stem
            path = folder / f"{name}{SUFFIX}"
            try:
                path.touch(exist_ok=False)
            except FileExistsError:
                continue
            self.write(path)
            return path
        raise AssertionError("there are numbers without end")

    def write(self, path: Path) -> None:
        """Whole or not at all."""
        text = json.dumps(self.written(), indent=1, ensure_ascii=False) + "\n"
        number, arriving = tempfile.mkstemp(dir=path.parent, prefix=".")
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(arriving).replace(path)


def _checksum(sha256: str) -> dict[str, str]:
    return {"spdx:algorithm": SHA256, "spdx:checksumValue": sha256}


def read_record(path: Path) -> Record:
    """Raises ``OfficinaError`` where the file is none."""
    try:
        plain = json.loads(path.read_bytes())
        said = plain["prov:qualifiedAttribution"]
        fetched = plain.get("dcat:distribution") or {}
        return Record(
            agreement=Policy.model_validate(plain["odrl:hasPolicy"]),
            title=plain["dct:title"],
            provider=plain["dct:publisher"],
            address=plain["dcat:landingPage"],
            agreed_by=said["prov:agent"],
            agreed_at=said["prov:atTime"],
            stated_sha256=plain.get("spdx:checksum", {}).get("spdx:checksumValue", ""),
            file=fetched.get("dct:title", ""),
            bytes=fetched.get("dcat:byteSize", 0),
            sha256=fetched.get("spdx:checksum", {}).get("spdx:checksumValue", ""),
            fetched_at=fetched.get("prov:generatedAtTime"),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
        raise OfficinaError(
            f"{path} is no agreement that was kept here ({type(error).__name__}).",
            "Data is fetched under an agreement, and no other way.",
            "Name the file that `officina dataspace negotiate` wrote; it ends with " + SUFFIX,
        ) from None
