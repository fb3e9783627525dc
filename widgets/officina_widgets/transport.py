"""How requests to the portal travel: with a token, with patience, and with plain errors.

Every write of the portal's API may be repeated without harm, so a request that got no answer is
sent again. Redirects are not followed: the token goes to the portal and nowhere else.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from ipaddress import ip_address
from time import monotonic
from typing import IO, Any, Self
from urllib.parse import quote, urlsplit

import requests
from pydantic import Field
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.exceptions import ReadTimeoutError
from urllib3.util.retry import Retry

from officina_courses.model import Frozen
from officina_widgets.errors import (
    NO_ANSWER,
    NOBODY_BEHIND,
    UNREACHABLE,
    NotFound,
    PortalBroken,
    PortalUnreachable,
    TooLarge,
    error_of,
)

CHUNK_BYTES = 256 * 1024
IN_MEMORY_BYTES = 8 * 1024 * 1024
LARGEST_DOWNLOAD_BYTES = 2 * 1024**3

Progress = Callable[[int, int], None]

NO_SUCH_NAME = (
    "Nothing in the portal is called . or .., so {path} was not asked for. Look for a typing error "
    "in the name."
)
DOWNLOAD_TOO_LARGE = (
    "The portal sent more than {limit} bytes for {url}. So the download was stopped and nothing "
    "was unpacked. Tell the trainer of the course that the material is too large."
)


class Patience(Frozen):
    """How long to wait for the portal, and how often to try again."""

    connect_seconds: float = 4
    read_seconds: float = 90
    tries: int = Field(default=6, ge=1, description="6 tries outlast a restart of the portal: 15 s")

    def as_retry(self) -> Retry:
        """The same in urllib3's words."""
        return _retry(Retry, self.tries, NOBODY_BEHIND)


class Impatience(Patience):
    """Of somebody who types: a connection that broke is made anew at once, but silence is told.

    Waiting for it twice would take longer than whoever asked will wait.
    """

    tries: int = 2

    def as_retry(self) -> Retry:
        """The same in urllib3's words."""
        return _retry(_NotAfterSilence, self.tries, (502, 503))


class _NotAfterSilence(Retry):
    def increment(self, *asked: Any, **told: Any) -> Self:
        if isinstance(told.get("error"), ReadTimeoutError):
            raise told["error"]
        return super().increment(*asked, **told)


def _retry(kind: type[Retry], tries: int, statuses: tuple[int, ...]) -> Retry:
    again = tries - 1
    return kind(
        total=again,
        connect=again,
        read=again,
        status=again,
        redirect=0,
        backoff_factor=0.5,
        status_forcelist=statuses,
        allowed_methods=None,
        raise_on_status=False,
        # It would also be obeyed for statuses that are not in the list, for hours.
        respect_retry_after_header=False,
    )


PATIENT = Patience()
# The second try comes at once: a portal may close a kept connection just when it is used again.
HASTY = Patience(connect_seconds=2, read_seconds=8, tries=2)


class _TokenAuth(AuthBase):
    """Sets the header itself, because ``requests`` would let a ``~/.netrc`` overrule it."""

    def __init__(self, token: str) -> None:
        self._header = f"token {token}"

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = self._header
        return request


class Counted:
    """A seekable file that tells how much of it has been read, for a progress bar."""

    def __init__(self, body: IO[bytes], progress: Progress) -> None:
        self._body = body
        self._progress = progress
        self._size = body.seek(0, 2)
        body.seek(0)

    def __len__(self) -> int:
        return self._size

    def read(self, size: int = -1) -> bytes:
        data = self._body.read(size)
        self._progress(self._body.tell(), self._size)
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._body.seek(offset, whence)

    def tell(self) -> int:
        return self._body.tell()


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Transport:
    """One connection pool to one portal with one token."""

    def __init__(self, url: str, token: str, patience: Patience) -> None:
        self.url = url.rstrip("/")
        self._patience = patience
        self._session = requests.Session()
        # A proxy of the site's network cannot reach this machine's own loopback.
        self._session.trust_env = not _is_loopback(self.url)
        self._session.auth = _TokenAuth(token)
        adapter = HTTPAdapter(max_retries=patience.as_retry())
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def close(self) -> None:
        """Give the connections back."""
        self._session.close()

    def address(self, *segments: str) -> str:
        """The URL below ``api/``; each segment is quoted, so no name can reach another path.

        Raises
        ------
        NotFound
            For a dot or two: no quoting keeps these from being taken for a way through folders.

        """
        if not {".", ".."}.isdisjoint(segments):
            told = "/".join(segments)[:200]
            raise NotFound(NO_SUCH_NAME.format(path=told), code="not-found", status=404)
        return "/".join([self.url, "api", *(quote(segment, safe="") for segment in segments)])

    def send(self, method: str, *segments: str, **options: Any) -> requests.Response:
        """Send and return a good answer; raise our error for any other."""
        url = self.address(*segments)
        options.setdefault("timeout", (self._patience.connect_seconds, self._patience.read_seconds))
        try:
            response = self._session.request(method, url, allow_redirects=False, **options)
        except requests.RequestException as error:
            raise self._no_answer(error) from error
        if not 200 <= response.status_code < 300:
            with response:
                raise error_of(response.status_code, response.content, url)
        return response

    def bounded(
        self, method: str, *segments: str, at_most: int, seconds: float, **options: Any
    ) -> tuple[str, bytes]:
        """The kind and body of a good answer, if it is no larger and takes no longer than that."""
        until = monotonic() + seconds
        body = bytearray()
        with self.send(method, *segments, stream=True, **options) as response:
            try:
                for chunk in response.iter_content(CHUNK_BYTES):
                    body += chunk
                    if len(body) > at_most:
                        sentence = DOWNLOAD_TOO_LARGE.format(limit=at_most, url=response.url)
                        raise TooLarge(sentence, code="answer-too-large", status=502)
                    if monotonic() > until:
                        raise self._no_answer(requests.ReadTimeout())
            except requests.RequestException as error:
                raise self._no_answer(error) from error
        return response.headers.get("Content-Type", ""), bytes(body)

    @contextmanager
    def download(self, *segments: str) -> Iterator[IO[bytes]]:
        """The whole body in a temporary file, at its start: what is cut off is never seen."""
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as whole:
            with self.send("GET", *segments, stream=True) as response:
                try:
                    for chunk in response.iter_content(CHUNK_BYTES):
                        whole.write(chunk)
                        if whole.tell() > LARGEST_DOWNLOAD_BYTES:
                            raise TooLarge(
                                DOWNLOAD_TOO_LARGE.format(
                                    limit=LARGEST_DOWNLOAD_BYTES, url=response.url
                                ),
                                code="download-too-large",
                            )
                except requests.RequestException as error:
                    raise self._no_answer(error) from error
            whole.seek(0)
            yield whole

    def pieces(self, *segments: str, at_most: int) -> Iterator[bytes]:
        """The body as it comes; raises ``TooLarge`` where it is more than that."""
        count = 0
        with self.send("GET", *segments, stream=True) as response:
            try:
                for chunk in response.iter_content(CHUNK_BYTES):
                    count += len(chunk)
                    if count > at_most:
                        sentence = DOWNLOAD_TOO_LARGE.format(limit=at_most, url=response.url)
                        raise TooLarge(sentence, code="download-too-large", status=502)
                    yield chunk
            except requests.RequestException as error:
                raise self._no_answer(error) from error

    def json(self, method: str, *segments: str, **options: Any) -> requests.Response:
        """A good answer that must be JSON."""
        response = self.send(method, *segments, **options)
        if "json" not in response.headers.get("Content-Type", ""):
            raise PortalBroken(
                f"The address {response.url} answered, but not with JSON as the portal does. So "
                "nothing was read. Tell your support that the portal's address may be wrong.",
                code="not-a-portal",
                status=response.status_code,
            )
        return response

    def _no_answer(self, error: Exception) -> PortalUnreachable:
        is_silent = isinstance(error, requests.Timeout)
        reason = "it took too long" if is_silent else type(error).__name__
        if _is_refused(error):
            reason = "it is not running"
        return PortalUnreachable(
            NO_ANSWER.format(url=self.url, reason=reason),
            code=UNREACHABLE,
            status=HTTPStatus.GATEWAY_TIMEOUT if is_silent else None,
        )


def _is_refused(error: BaseException | None) -> bool:
    """Whether somewhere below stands a refused connection: libraries wrap it several times."""
    seen = 0
    while error is not None and seen < 8:
        if isinstance(error, ConnectionRefusedError) or "refused" in str(error):
            return True
        error, seen = error.__cause__ or error.__context__, seen + 1
    return False
