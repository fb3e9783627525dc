"""What can go wrong with a partner in a data space, as one family.

::

    OfficinaError
    └── DataspaceError
        ├── NotUnderstood       what the other side sent is no message of the protocol
        ├── PartnerRefused      the other side answered with an error of the protocol
        ├── Ended               a negotiation or transfer was terminated (``process``)
        └── TermsRefused        the terms do not allow what is wanted, or nobody decided it

``Mismatch`` is the other direction: what is answered to the other side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from officina_hub.errors import OfficinaError

if TYPE_CHECKING:
    from officina_hub.federation.dataspace.processes import Process


class DataspaceError(OfficinaError):
    """Nothing was agreed or nothing came."""


class NotUnderstood(DataspaceError):  # noqa: N818 - each name is what happened
    """What came is not what the protocol's 2025-1 version says."""


class PartnerRefused(DataspaceError):  # noqa: N818
    """The partner said no."""


class Ended(DataspaceError):  # noqa: N818
    """One of both terminated it."""

    def __init__(self, happened: str, matters: str, way_out: str, *, process: Process) -> None:
        super().__init__(happened, matters, way_out)
        self.process = process


class TermsRefused(DataspaceError):  # noqa: N818
    """Nobody may agree to that by themselves."""


class Mismatch(Exception):  # noqa: N818
    """A message that is answered with an error of the protocol, and changes nothing."""

    def __init__(self, status: int, code: str, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.code = code
        self.reason = reason
