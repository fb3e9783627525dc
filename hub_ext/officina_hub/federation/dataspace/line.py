"""What is said to a partner, through the guarded fetcher: one question or message at a time."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, BinaryIO, Final, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from officina_hub.errors import OfficinaError
from officina_hub.federation.dataspace.catalogue import (
    Dataset,
    Elsewhere,
    LeftOut,
    dataset_of,
    datasets_in,
)
from officina_hub.federation.dataspace.errors import NotUnderstood, PartnerRefused
from officina_hub.federation.dataspace.messages import (
    CatalogRequest,
    Message,
    Unreadable,
    Versions,
    Wire,
    bounded_json_of,
    json_of,
)
from officina_hub.federation.dataspace.partner import Partner
from officina_hub.federation.dataspace.vocabulary import VERSION, WELL_KNOWN
from officina_hub.federation.fetching import Fetcher, FetchLimits, Reply, Way
from officina_hub.federation.fetching.errors import told

LIMITS: Final = FetchLimits(answer_seconds=30, all_seconds=120, tries=2, wait_seconds=5)
MOST_PAGES: Final = 100
MOST_CATALOGUES: Final = 50
OF_ANOTHER_HOST: Final = "it is a catalogue of another host; ask {address} as a partner of its own"
NEXT: Final = re.compile(r'<([^<>\s]{1,2000})>\s*;\s*rel="?next"?(?:\s*[;,]|\s*$)')


class Listed(NamedTuple):
    """A catalogue: whose it is, what is in it, and what had to be left out."""

    participant: str
    datasets: tuple[Dataset, ...]
    left_out: tuple[LeftOut, ...]


class Line:
    """Synchronous; called in threads."""

    def __init__(self, limits: FetchLimits = LIMITS) -> None:
        self._limits = limits

    def base(self, partner: Partner) -> str:
        """Where the partner speaks this version; raises ``NotUnderstood``."""
        root = partner.address.rstrip("/").removesuffix(WELL_KNOWN)
        plain = self._got(partner, root + WELL_KNOWN, token="")
        try:
            versions = Versions.model_validate(plain).protocol_versions
        except ValueError:
            versions = ()
        for each in versions:
            is_path = each.path == "" or each.path.startswith("/")
            if each.version == VERSION and each.binding == "HTTPS" and is_path:
                return (root + each.path).rstrip("/")
        spoken = ", ".join(f"{each.version} ({each.binding})" for each in versions) or "nothing"
        raise NotUnderstood(
            f"{told(root)} speaks {told(spoken)}, and not the Dataspace Protocol {VERSION}.",
            "Another version has other messages and states.",
            "Ask the partner for the address of a connector that speaks it.",
        )

    def catalogue(self, partner: Partner, base: str) -> Listed:
        """All of it, page after page, with the catalogues in it that lie at the same place.

        One of those that cannot be read is told and left out.
        """
        datasets: list[Dataset] = []
        left_out: list[LeftOut] = []
        participant = ""
        left = [f"{base}/catalog/request"]
        for address in left:  # more are found while they are read
            try:
                for page in self._pages(partner, address):
                    participant = participant or told(page.get("participantId") or "")
                    for each in datasets_in(page):
                        if isinstance(each, Dataset):
                            datasets.append(each)
                        else:
                            left_out += _left_out(each, base, left)
            except OfficinaError as error:
                if address == left[0]:
                    raise
                left_out.append(LeftOut(address[:200], str(error)))
        return Listed(participant, tuple(datasets), tuple(left_out))

    def _pages(self, partner: Partner, address: str) -> Iterator[dict[str, Any]]:
        reply = self.post(partner, address, CatalogRequest())
        for _ in range(MOST_PAGES):
            yield _catalogue(reply.body, address)
            further = _next(address, reply.links)
            if not further:
                break
            reply = self._reply(partner, further)

    def dataset(self, partner: Partner, base: str, id: str) -> Dataset:  # noqa: A002
        """One of them."""
        address = f"{base}/catalog/datasets/{quote(id, safe='')}"
        plain = self._got(partner, address, token=partner.shown)
        try:
            found = dataset_of(plain)
        except ValueError as error:
            raise _strange(address, str(error)) from None
        if found.id != id:
            raise _strange(address, f"it is {found.id}, not {id}")
        return found

    def state(self, partner: Partner, address: str) -> str:
        """How far the other side says that a negotiation or transfer is."""
        plain = self._got(partner, address, token=partner.shown)
        return str(plain.get("state", ""))[:100]

    def post(self, partner: Partner, address: str, message: Message) -> Reply:
        """Send a message; raises ``PartnerRefused`` where it is not taken."""
        partner.check_address(address)
        with self._fetcher(partner) as fetcher:
            reply = fetcher.send(address, _json(message), token=partner.shown)
        if reply.status in {200, 201, 204}:
            return reply
        raise PartnerRefused(
            f"{told(partner.name)} answered {reply.status} to a {getattr(message, 'type', '')}: "
            f"{told(_why(reply.body))}.",
            "It did not take the message, so nothing changed.",
            "If it asks for a token, give the one that it handed out; else ask the partner.",
        )

    def data(self, partner: Partner, address: str, token: str, into: BinaryIO) -> int:
        """The bytes of a transfer; gives how many."""
        partner.check_address(address)
        with self._fetcher(partner) as fetcher:
            return fetcher.fetch(address, into, token=token).bytes

    def _reply(self, partner: Partner, address: str) -> Reply:
        into = io.BytesIO()
        with (
            self._fetcher(partner) as fetcher,
            fetcher.open(address, accept="application/json", token=partner.shown) as answer,
        ):
            for chunk in answer.chunks():
                into.write(chunk)
            return Reply(200, into.getvalue(), answer.links)

    def _got(self, partner: Partner, address: str, *, token: str) -> dict[str, Any]:
        partner.check_address(address)
        into = io.BytesIO()
        with self._fetcher(partner) as fetcher:
            fetcher.fetch(address, into, accept="application/json", token=token)
        return _plain(into.getvalue(), address)

    def _fetcher(self, partner: Partner) -> AbstractContextManager[Fetcher]:
        way = Way(private_network=partner.private_network, table="[[dataspaces]]")
        return Fetcher(self._limits, way=way, ca_file=partner.ca_file)


def _json(message: Wire) -> bytes:
    return json.dumps(message.written(), ensure_ascii=False).encode()


def _plain(body: bytes, address: str) -> dict[str, Any]:
    return _object(body, address, json_of)


def _catalogue(body: bytes, address: str) -> dict[str, Any]:
    """Its entries are looked at one by one, so that a bad one hides no other."""
    return _object(body, address, bounded_json_of)


def _object(body: bytes, address: str, read: Callable[[bytes], Any]) -> dict[str, Any]:
    try:
        plain = read(body)
    except Unreadable as error:
        raise _strange(address, str(error)) from None
    if not isinstance(plain, dict):
        raise _strange(address, "it is no object of JSON")
    return plain


def _strange(address: str, why: str) -> NotUnderstood:
    return NotUnderstood(
        f"What {told(address)} answered is not of the protocol: {told(why)}.",
        "What is not understood is not agreed to.",
        "Look whether the address is a connector's; tell the partner what came.",
    )


def _why(body: bytes) -> str:
    """The reason in an error of the protocol, or its beginning."""
    try:
        plain = json_of(body)
        said = [plain.get("code"), *(plain.get("reason") or [])]
        return ": ".join(str(each) for each in said if each)
    except (Unreadable, AttributeError, TypeError):
        return body[:200].decode("utf-8", "replace")


def _left_out(each: Elsewhere | LeftOut, base: str, left: list[str]) -> list[LeftOut]:
    """What is to be told of it; a catalogue at the same place is asked for as well."""
    if isinstance(each, LeftOut):
        return [each]
    if urlsplit(each.address)[:2] != urlsplit(base)[:2]:
        return [LeftOut(each.id, OF_ANOTHER_HOST.format(address=told(each.address)))]
    further = f"{each.address.rstrip('/')}/catalog/request"
    if further not in left and len(left) < MOST_CATALOGUES:
        left.append(further)
    return []


def _next(address: str, links: str) -> str:
    found = NEXT.search(links)
    further = urljoin(address, found[1]) if found else ""
    return further if urlsplit(further)[:2] == urlsplit(address)[:2] else ""
