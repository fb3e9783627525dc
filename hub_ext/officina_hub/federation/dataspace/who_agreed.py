"""Data of an agreement comes from the connector that agreed, or it is other data.

Where that one has its bytes lying, it says itself in its start of the transfer.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from officina_hub.errors import OfficinaError
from officina_hub.federation.dataspace.partner import Partner
from officina_hub.federation.dataspace.record import Record
from officina_hub.federation.dataspace.vocabulary import WELL_KNOWN
from officina_hub.federation.fetching.errors import told

PORTS: Final = {"https": 443, "http": 80}


def check_who_agreed(record: Record, partner: Partner) -> None:
    """Raise ``OfficinaError`` where the partner is another than the agreement's."""
    assigner = record.agreement.assigner or record.provider
    check_same_connector(record.address, assigner, partner)


def check_same_connector(address: str, assigner: str, partner: Partner) -> None:
    """The same of the address and the name that agreed."""
    is_there = _connector(address) == _connector(partner.address) != ("", "", 0, "")
    if is_there and partner.participant in {"", assigner}:
        return
    raise OfficinaError(
        f"The agreement is with {told(assigner)} at {told(address)}, and not with "
        f"{told(partner.participant or partner.id)} at {told(partner.address)}.",
        "Data of one provider kept under the terms of another is data without terms.",
        f"Fetch it from {told(address)}; if the provider has moved, negotiate there anew.",
    )


def _connector(address: str) -> tuple[str, str, int, str]:
    """Several may share a host, so the path counts, too; all empty where it is no address."""
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        return "", "", 0, ""
    path = parts.path.rstrip("/").removesuffix(WELL_KNOWN)
    return parts.scheme, parts.hostname or "", port, path
