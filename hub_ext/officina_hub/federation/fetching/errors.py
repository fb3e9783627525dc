"""Why something was not fetched, as one family.

::

    FetchError (an OfficinaError)
    ├── AddressRefused       nobody was asked: the address, or where its name leads, is not allowed
    ├── RedirectRefused      the answer leads elsewhere too often, or down from https
    ├── Unreachable          no machine there, no answer, or the answer broke off
    │   └── CertificateRefused   somebody answered, and cannot show that it is the one
    ├── StatusRefused        the answer is a refusal (``status``)
    │   └── AskLater         not now; ``seconds`` is when, if it was told
    ├── TooLarge             more bytes than are taken
    └── TooSlow              more seconds than are given

``verdict`` is the word that a peer is judged by; each of them has three parts as all our errors.
"""

from __future__ import annotations

from typing import ClassVar

from officina_hub.errors import OfficinaError

LONGEST_TOLD = 200


def told(value: object) -> str:
    """What a stranger wrote, fit for a sentence."""
    text = "".join(letter if letter.isprintable() else "�" for letter in str(value))
    return text if len(text) <= LONGEST_TOLD else f"{text[: LONGEST_TOLD - 1]}…"


class FetchError(OfficinaError):
    """Nothing came, or not all of it."""

    verdict: ClassVar[str] = "unreachable"


class AddressRefused(FetchError):  # noqa: N818 - each name is what happened
    """Nobody was asked."""


class RedirectRefused(FetchError):  # noqa: N818
    """The answer leads somewhere that is not gone to."""


class Unreachable(FetchError):  # noqa: N818
    """Nobody answered, or not to the end."""


class CertificateRefused(Unreachable):
    """Whoever answered cannot show that it is the one that was asked."""


class StatusRefused(FetchError):  # noqa: N818
    """The answer says no."""

    def __init__(self, happened: str, matters: str, way_out: str, *, status: int) -> None:
        super().__init__(happened, matters, way_out)
        self.status = status


class AskLater(StatusRefused):
    """The answer says not now."""

    def __init__(
        self, happened: str, matters: str, way_out: str, *, status: int, seconds: float | None
    ) -> None:
        super().__init__(happened, matters, way_out, status=status)
        self.seconds = seconds


class TooLarge(FetchError):  # noqa: N818
    """More than is taken."""

    verdict = "too-large"


class TooSlow(FetchError):  # noqa: N818
    """Longer than is waited."""

    verdict = "too-slow"
