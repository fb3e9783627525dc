"""The one door through which something comes from another machine: bounded and guarded.

Whoever answers is a stranger, also where the address was the operator's own. Names are looked up
once and the connection goes to the very address that was looked at, so that nobody is led inside;
bytes and seconds are counted where they arrive, so that no answer is too large or too slow; every
redirect is a new address with the same questions.
"""

from officina_hub.federation.fetching.answer import Answer, Fetched, Known, Reply
from officina_hub.federation.fetching.errors import (
    AddressRefused,
    AskLater,
    CertificateRefused,
    FetchError,
    RedirectRefused,
    StatusRefused,
    TooLarge,
    TooSlow,
    Unreachable,
)
from officina_hub.federation.fetching.fetcher import Fetcher
from officina_hub.federation.fetching.limits import FetchLimits
from officina_hub.federation.fetching.way import Way

__all__ = [
    "AddressRefused",
    "Answer",
    "AskLater",
    "CertificateRefused",
    "FetchError",
    "FetchLimits",
    "Fetched",
    "Fetcher",
    "Known",
    "RedirectRefused",
    "Reply",
    "StatusRefused",
    "TooLarge",
    "TooSlow",
    "Unreachable",
    "Way",
]
