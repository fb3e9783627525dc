"""What came: whether it is new, by what it is known again, and its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from urllib3.exceptions import DecodeError, HTTPError
from urllib3.exceptions import TimeoutError as UrlTimeout
from urllib3.response import BaseHTTPResponse

from officina_hub.federation.fetching.allowance import Allowance
from officina_hub.federation.fetching.errors import Unreachable, told

CHUNK: Final = 64 * 1024
LINK: Final = re.compile(r"<([^<>]{1,4000})>([^<>]*)")
RELATION: Final = re.compile(r""";\s*rel\s*=\s*(?:"([^"]*)"|([^\s";,]*))""", re.IGNORECASE)
PLAIN: Final = re.compile(r"[ -~]{1,500}")
PACKED: Final = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})


class Known(NamedTuple):
    """By what an answer is known again, as its server told it."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """The question whether there is anything newer."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value and PLAIN.fullmatch(value)}


class Fetched(NamedTuple):
    """What is told of an answer: whence it came at last, and what it said of itself.

    ``following`` is where the next page is, by the header ``Link`` (RFC 8288).
    """

    address: str
    is_unchanged: bool
    media_type: str
    known: Known
    bytes: int = 0
    following: str = ""


class Reply(NamedTuple):
    """What is answered to something that was sent."""

    status: int
    body: bytes
    links: str = ""


class Answer:
    """An answer that is being read."""

    def __init__(self, address: str, response: BaseHTTPResponse, allowance: Allowance) -> None:
        headers = response.headers
        self._response = response
        self._allowance = allowance
        self.links = headers.get("Link", "")
        self.fetched = Fetched(
            address,
            response.status == 304,
            headers.get("Content-Type", "").partition(";")[0].strip().lower()[:100],
            Known(_plain(headers.get("ETag")), _plain(headers.get("Last-Modified"))),
            following=_following(headers.get("Link", "")),
        )

    def chunks(self) -> Iterator[bytes]:
        """Its bytes, unpacked, some at a time.

        Raises
        ------
        FetchError
            When there are too many, when they come too slowly, or when they break off.

        """
        encoding = self._response.headers.get("Content-Encoding", "").strip().lower()
        if encoding not in PACKED:
            raise Unreachable(
                f"{told(self.fetched.address)} answered packed as {told(encoding)!r}.",
                "Only gzip and deflate are unpacked here, and these were asked for.",
                "Have the peer's web server heed Accept-Encoding.",
            )
        self._allowance.begin_body()
        length = self._response.headers.get("Content-Length", "")
        if length.isascii() and length.isdecimal():
            self._allowance.announced(int(length[:20]))
        try:
            while chunk := self._response.read(CHUNK, decode_content=True):
                self._allowance.unpacked(len(chunk))
                yield chunk
        except (UrlTimeout, TimeoutError):
            raise self._allowance.too_slow() from None
        except DecodeError:
            raise self._broken("its packing (gzip, deflate) is damaged") from None
        except (HTTPError, OSError) as error:
            raise self._broken(told(error)) from None

    def _broken(self, why: str) -> Unreachable:
        return Unreachable(
            f"The answer of {told(self.fetched.address)} broke off: {why}.",
            "Nothing of it was taken, because a part may say something else than the whole.",
            "Try again later; tell the peer if it stays so.",
        )


def _plain(value: str | None) -> str | None:
    return value if value and PLAIN.fullmatch(value) else None


def _following(links: str) -> str:
    """The first of the links that is the next page's."""
    for address, parameters in LINK.findall(links[:20_000]):
        relation = RELATION.search(parameters)
        named = (relation[1] or relation[2] or "") if relation else ""
        if "next" in named.lower().split():
            return str(address).strip()
    return ""
