"""The prefixes of a feed's documents, with what they say beside DCAT-AP's."""

from __future__ import annotations

from typing import Final

from officina_hub.catalogue.writers.dcat import CONTEXT as DCAT_CONTEXT

RECORD: Final = "officina:record"
CONTEXT: Final[dict[str, str]] = {
    **DCAT_CONTEXT,
    "as": "https://www.w3.org/ns/activitystreams#",
    "ldes": "https://w3id.org/ldes#",
    "officina": "urn:officina:terms#",
    "tree": "https://w3id.org/tree#",
}
