"""Asks for an address, follows where it leads, and tries again where the other side is busy."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_random_exponential
from urllib3 import HTTPConnectionPool, Retry
from urllib3.exceptions import HTTPError, InvalidHeader, NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as UrlTimeout
from urllib3.response import BaseHTTPResponse

from officina_hub.federation.fetching.allowance import Allowance
from officina_hub.federation.fetching.answer import Answer, Fetched, Known, Reply
from officina_hub.federation.fetching.errors import (
    AddressRefused,
    AskLater,
    CertificateRefused,
    RedirectRefused,
    StatusRefused,
    Unreachable,
    told,
)
from officina_hub.federation.fetching.limits import FetchLimits
from officina_hub.federation.fetching.lines import Gate, GuardedPool, GuardedTlsPool, tls_context
from officina_hub.federation.fetching.way import Way

MOVED: Final = frozenset({301, 302, 303, 307, 308})
CONDITIONS: Final = frozenset({"If-None-Match", "If-Modified-Since"})
BUSY: Final = frozenset({429, 502, 503, 504})
PORTS: Final = {"https": 443, "http": 80}
LONGEST_ADDRESS: Final = 4000
# What an address may be written with; http.client gives the bytes of a head as Latin-1.
SAFE: Final = "%/:=&?~+!$,;'@()*[]"
NOTHING_KNOWN: Final = Known()


class Fetcher:
    """For one peer, one harvest and one thread; ``close`` it at the end."""

    def __init__(
        self,
        limits: FetchLimits | None = None,
        *,
        way: Way | None = None,
        agent: str = "officina",
        ca_file: str = "",
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.limits = limits or FetchLimits()
        self._gate = Gate(way or Way(), Allowance(self.limits))
        self._headers = {"User-Agent": agent, "Accept-Encoding": "gzip"}
        self._tls: ssl.SSLContext = tls_context(ca_file)
        self._pool: tuple[tuple[str, str, int], HTTPConnectionPool] | None = None
        self._sleep = sleep

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the host that was asked last."""
        if self._pool:
            self._pool[1].close()
        self._pool = None

    @property
    def is_spent(self) -> bool:
        """Whether the bytes or seconds of all answers together are used up."""
        return self._gate.allowance.is_spent

    def fetch(
        self,
        address: str,
        into: BinaryIO,
        known: Known = NOTHING_KNOWN,
        *,
        accept: str = "*/*",
        token: str = "",
    ) -> Fetched:
        """Write what stands there into a file, unless it is what is known already.

        Raises
        ------
        FetchError
            When nothing came or not all of it; what was written then is to be thrown away.

        """
        with self.open(address, known, accept=accept, token=token) as answer:
            if answer.fetched.is_unchanged:
                return answer.fetched
            count = sum(into.write(chunk) for chunk in answer.chunks())
            return answer.fetched._replace(bytes=count)

    @contextmanager
    def open(
        self,
        address: str,
        known: Known = NOTHING_KNOWN,
        *,
        accept: str = "*/*",
        token: str = "",
    ) -> Iterator[Answer]:
        """The answer to read from; raises ``FetchError``.

        A bearer token is shown to that host alone, and to no other that it leads to.
        """
        headers = {**self._headers, "Accept": accept, **known.headers(), **_bearer(token)}
        self._gate.allowance.begin()
        where, response = self._tried(address, headers)
        try:
            yield Answer(where, response, self._gate.allowance)
        finally:
            response.close()
            response.release_conn()

    def send(self, address: str, body: bytes, *, token: str = "") -> Reply:
        """Post JSON once and read what is answered, whatever its status; raises ``FetchError``.

        Nothing is sent twice, because it may have arrived, and nowhere else, because it was not
        meant for another.
        """
        headers = {**self._headers, "Accept": "application/json", **_bearer(token)}
        headers["Content-Type"] = "application/json"
        self._gate.allowance.begin()
        response = self._asked(_checked(address), headers, body)
        try:
            answer = Answer(address, response, self._gate.allowance)
            return Reply(response.status, b"".join(answer.chunks()), answer.links)
        finally:
            response.close()
            response.release_conn()

    def _tried(self, address: str, headers: dict[str, str]) -> tuple[str, BaseHTTPResponse]:
        waits = wait_random_exponential(multiplier=1, max=self.limits.wait_seconds)

        def wait(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            asked = error.seconds if isinstance(error, AskLater) else None
            return waits(state) if asked is None else asked

        retrying = Retrying(
            stop=stop_after_attempt(self.limits.tries),
            wait=wait,
            retry=retry_if_exception(self._is_worth_another_try),
            sleep=self._pause,
            reraise=True,
        )
        return retrying(self._followed, address, headers)

    def _is_worth_another_try(self, error: BaseException) -> bool:
        if isinstance(error, AskLater):
            return error.seconds is None or error.seconds <= self.limits.wait_seconds
        return isinstance(error, Unreachable) and not isinstance(error, CertificateRefused)

    def _pause(self, seconds: float) -> None:
        """Waiting counts: whoever is asked to wait longer than there is time gives up now."""
        if seconds >= self._gate.allowance.seconds_left():
            raise self._gate.allowance.too_slow()
        self._sleep(seconds)

    def _followed(self, address: str, headers: dict[str, str]) -> tuple[str, BaseHTTPResponse]:
        for _ in range(self.limits.redirects + 1):
            response = self._asked(_checked(address), headers)
            if response.status not in MOVED:
                _check_status(address, response, is_conditional=not CONDITIONS.isdisjoint(headers))
                return address, response
            response.close()
            further = _next(address, response.headers.get("Location", ""))
            if _origin(further) != _origin(address):
                headers = {name: each for name, each in headers.items() if name != "Authorization"}
            address = further
        raise RedirectRefused(
            f"{told(address)} is where more than {self.limits.redirects} redirects lead, one after "
            "the other.",
            "Whoever leads on without end keeps this hub busy for nothing.",
            "Give the address at which the peer answers itself.",
        )

    def _asked(
        self, parts: SplitResult, headers: dict[str, str], body: bytes | None = None
    ) -> BaseHTTPResponse:
        target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        where = told(urlunsplit(parts))
        self._gate.allowance.begin_head()
        try:
            return self._pool_of(parts).urlopen(
                "GET" if body is None else "POST",
                target,
                body=body,
                headers=headers,
                retries=False,
                redirect=False,
                assert_same_host=False,
                preload_content=False,
                decode_content=False,
            )
        except NewConnectionError as error:
            raise Unreachable(
                f"{where}: no connection: {told(error.__cause__ or error)}.",
                "Nobody could be asked.",
                "Look whether the peer is up, and whether this machine may go there.",
            ) from None
        except SSLError as error:
            raise CertificateRefused(
                f"{where}: its certificate was refused: {told(error)}.",
                "Whoever answers there cannot show that it is this peer, so nothing was asked.",
                "Have the peer mend its certificate; for one of your own authority, name that in "
                "ca_file of its [[peers]] in factory.toml.",
            ) from None
        except (UrlTimeout, TimeoutError):
            raise self._gate.allowance.too_slow() from None
        except (HTTPError, OSError, ValueError) as error:
            raise Unreachable(
                f"{where}: what came is no answer: {told(error)}.",
                "Nothing could be taken.",
                "Try again later; tell the peer if it stays so.",
            ) from None

    def _pool_of(self, parts: SplitResult) -> HTTPConnectionPool:
        """One host at a time, so that whoever leads to many hosts leaves no connections behind."""
        # Without a port, http.client would take the end of an IPv6 address for one.
        port = parts.port or PORTS[parts.scheme]
        key = (parts.scheme, parts.hostname or "", port)
        if self._pool is None or self._pool[0] != key:
            self.close()
            host = f"[{key[1]}]" if ":" in key[1] else key[1]
            seconds = self.limits.connect_seconds
            pool = (
                GuardedTlsPool(host, port, timeout=seconds, ssl_context=self._tls, gate=self._gate)
                if parts.scheme == "https"
                else GuardedPool(host, port, timeout=seconds, gate=self._gate)
            )
            self._pool = (key, pool)
        return self._pool[1]


def _origin(address: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts.scheme, parts.netloc


def _bearer(token: str) -> dict[str, str]:
    if not (token.isascii() and token.isprintable()):
        raise AddressRefused(
            f"A token of {len(token)} characters holds some that no header can carry.",
            "Nobody was asked; the token is not repeated here, because it may be a true one.",
            "Have whoever handed it out give another.",
        )
    return {"Authorization": f"Bearer {token}"} if token else {}


def _checked(address: str) -> SplitResult:
    """Its parts, if it is one that is asked."""
    try:
        parts = urlsplit(address)
        is_fit = (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and parts.port != 0
            and parts.username is None
            and parts.password is None
            and len(address) <= LONGEST_ADDRESS
            and address.isascii()
            and address.isprintable()
            and " " not in address
        )
    except ValueError:
        is_fit = False
    if not is_fit:
        raise AddressRefused(
            f"{told(address)!r} is no address that is asked.",
            "It has to begin with https:// or http://, name a host, and hold no account, password, "
            "space or letter beyond ASCII.",
            "Correct it; letters beyond ASCII are written with % in a path.",
        )
    return parts


def _next(address: str, location: str) -> str:
    if not location:
        raise RedirectRefused(
            f"{told(address)} leads elsewhere and does not say where.",
            "There is nothing to take.",
            "Tell the peer.",
        )
    try:
        further = quote(urljoin(address, location).partition("#")[0].encode("latin-1"), safe=SAFE)
    except ValueError:
        further = location
    if urlsplit(address).scheme == "https" and not further.startswith("https:"):
        raise RedirectRefused(
            f"{told(address)} leads to {told(further)}, which is not encrypted.",
            "Whoever stands between could change what comes from there.",
            "Have the peer redirect to https, or give another address.",
        )
    return further


def _check_status(address: str, response: BaseHTTPResponse, *, is_conditional: bool) -> None:
    status = response.status
    if status == 200 or (status == 304 and is_conditional):
        return
    response.close()
    if status in BUSY:
        raise AskLater(
            f"{told(address)} answered {status}: not now.",
            "It is busy, and would be busier if it were asked on and on.",
            "It is asked again at the next harvest.",
            status=status,
            seconds=_later(response),
        )
    raise StatusRefused(
        f"{told(address)} answered {status}.",
        "Only 200 brings something to take.",
        "Look at the address in a browser; tell the peer if it should be there.",
        status=status,
    )


def _later(response: BaseHTTPResponse) -> float | None:
    try:
        return Retry().get_retry_after(response)
    except (InvalidHeader, ValueError, OverflowError):
        return None
