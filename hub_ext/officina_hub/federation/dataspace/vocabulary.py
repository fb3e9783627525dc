"""The protocol's fixed values: context, version, paths' words and the one format of transfer."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

CONTEXT: Final = "https://w3id.org/dspace/2025/1/context.jsonld"
VERSION: Final = "2025-1"
WELL_KNOWN: Final = "/.well-known/dspace-version"
PULL: Final = "HttpData-PULL"
# The endpointType of a DataAddress that is fetched with GET, as the protocol's examples have it.
HTTP_ENDPOINT: Final = "https://w3id.org/idsa/v4.1/HTTP"
ODRL: Final = ("odrl:", "http://www.w3.org/ns/odrl/2/", "https://www.w3.org/ns/odrl/2/")


class Side(StrEnum):
    """Who a participant is in one negotiation or transfer."""

    CONSUMER = "consumer"
    PROVIDER = "provider"

    @property
    def other(self) -> Side:
        """Whom it speaks with."""
        return Side.PROVIDER if self is Side.CONSUMER else Side.CONSUMER


def short(term: str) -> str:
    """A term of ODRL without its namespace, which may be written in three ways or left away."""
    for prefix in ODRL:
        if term.startswith(prefix):
            return term.removeprefix(prefix)
    return term
