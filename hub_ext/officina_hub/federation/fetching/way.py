"""From a host's name to the addresses of its machines, looked up once and looked at.

Whoever connects goes to one of these addresses and asks no name server again, so a name that means
another machine a moment later (DNS rebinding) leads nowhere.
"""

from __future__ import annotations

import _thread
import queue
import socket
import weakref
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from typing import Any, cast

from officina_hub.federation.fetching.errors import AddressRefused, TooSlow, Unreachable, told
from officina_hub.federation.fetching.networks import Address, Reach, reach_of

# As socket.getaddrinfo gives it: family, and what connect() takes.
Place = tuple[int, tuple[Any, ...]]
LookUp = Callable[[str, int], Sequence[Place]]
Ended = weakref.ref["_Question"]
Answers = queue.SimpleQueue[Sequence[Place] | Exception | Ended]

INSIDE = (
    "{host} leads to {address}, an address of a private network or of this machine.",
    "By such addresses a stranger could have this hub ask machines that only it reaches.",
    "If the peer is meant to be there, write private_network = true in its {table} in "
    "factory.toml.",
)
NOWHERE = (
    "{host} leads to {address}, which is no address of one machine that others reach.",
    "Link-local, reserved and multicast addresses belong to no peer.",
    "Have the peer mend its entry in the domain name system, or correct the address.",
)


def look_up(host: str, port: int) -> Sequence[Place]:
    """The places that the system's resolver tells."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(family, place) for family, _, _, _, place in found]


class Way:
    """Which machines may be gone to."""

    def __init__(
        self,
        *,
        private_network: bool = False,
        look_up: LookUp = look_up,
        reach: Callable[[Address], Reach] = reach_of,
        table: str = "[[peers]]",
    ) -> None:
        self._allowed = {"outside", "private"} if private_network else {"outside"}
        self._look_up = look_up
        self._reach = reach
        self._table = table

    def places(self, host: str, port: int, seconds: float) -> Sequence[Place]:
        """All places of that host, if every one of them is allowed.

        A name that leads outside and inside at once is not one that was made so in good faith.
        """
        places = self._found(host, port, seconds)
        for _, place in places:
            address = ip_address(str(place[0]).partition("%")[0])
            reach = self._reach(address)
            if reach not in self._allowed:
                words = INSIDE if reach == "private" else NOWHERE
                values = {"host": told(host), "address": address, "table": self._table}
                raise AddressRefused(*(part.format(**values) for part in words))
        return places

    def _found(self, host: str, port: int, seconds: float) -> Sequence[Place]:
        """Looked up in a thread, because the system's resolver takes as long as it likes.

        Raises
        ------
        MemoryError
            When there is not so much left as a thread needs.

        """
        answer: Answers = queue.SimpleQueue()
        ended = _begun(_Question(self._look_up, host, port), answer)
        try:
            found = answer.get(timeout=seconds)
        except queue.Empty:
            raise TooSlow(
                f"The name {told(host)} was not found within {seconds:g} seconds.",
                "Without its address nobody can be asked.",
                "Look whether this machine's name servers answer, and try again.",
            ) from None
        if found is ended or isinstance(found, MemoryError):
            raise MemoryError
        if isinstance(found, Exception) or not found:
            raise Unreachable(
                f"The name {told(host)} leads to no machine: {found or 'no address'}.",
                "Nobody could be asked.",
                "Look whether the address is written right; else ask the peer.",
            )
        return cast("Sequence[Place]", found)


class _Question:
    """One name to be looked up."""

    def __init__(self, look_up: LookUp, host: str, port: int) -> None:
        self.look_up = look_up
        self.host = host
        self.port = port


def _begun(question: _Question, answer: Answers) -> Ended:
    """Ask in a thread, which puts what it found into ``answer``, and what is returned at its end.

    ``threading`` would wait for the thread to have begun: for ever, where memory is so short that
    it ends before its first line. That its question is gone tells of it, by no line of Python.
    """
    ended: Ended = weakref.ref(question, answer.put)
    try:
        _thread.start_new_thread(_ask, (question, answer))
    except RuntimeError as error:
        raise MemoryError from error
    return ended


def _ask(question: _Question, answer: Answers) -> None:
    try:
        answer.put(question.look_up(question.host, question.port))
    except (OSError, ValueError, MemoryError) as error:
        answer.put(error)
