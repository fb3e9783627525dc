"""From an agreement to a file: ask for a transfer, fetch, compare, and say that it is complete."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple, cast

from officina_hub.federation.dataspace.consumer import Consumer
from officina_hub.federation.dataspace.desk import Either
from officina_hub.federation.dataspace.errors import Ended, NotUnderstood
from officina_hub.federation.dataspace.line import Line
from officina_hub.federation.dataspace.messages import DataAddress
from officina_hub.federation.dataspace.partner import Partner
from officina_hub.federation.dataspace.processes import Transfer
from officina_hub.federation.dataspace.vocabulary import HTTP_ENDPOINT
from officina_hub.federation.fetching import FetchLimits
from officina_hub.federation.fetching.errors import told

GB: Final = 1_000_000_000
STOPPED: Final = "Whoever asked for it stopped it."
Watch = Callable[[int], None]


def limits_for(gigabytes: float, minutes: float = 60) -> FetchLimits:
    """Of one transfer."""
    size, seconds = int(gigabytes * GB), minutes * 60
    return FetchLimits(
        answer_bytes=size, all_bytes=size, answer_seconds=seconds, all_seconds=seconds, tries=2
    )


class _Watched:
    """A file for writing that tells how much was written."""

    def __init__(self, file: Any, watch: Watch) -> None:
        self._file = file
        self._watch = watch
        self._count = 0

    def write(self, data: bytes) -> int:
        self._count += len(data)
        self._watch(self._count)
        return int(self._file.write(data))


class Arrived(NamedTuple):
    """The file and what it is known by."""

    path: Path
    bytes: int
    sha256: str


async def fetch_data(
    consumer: Consumer,
    partner: Partner,
    base: str,
    agreement_id: str,
    target: Path,
    *,
    limits: FetchLimits,
    stated: str = "",
    seconds: float = 60,
    watch: Watch = lambda count: None,
) -> Arrived:
    """Fetch the data of an agreement into a file that is there whole or not at all.

    ``stated`` is the sha256 that the provider's catalogue gave; other bytes are refused. ``watch``
    is told how many bytes are here, from a thread, and ends it where it raises.
    """
    asked = await consumer.ask_for_transfer(partner, base, agreement_id)
    try:
        started = await consumer.until(partner, "transfers", asked.pid, "STARTED", seconds=seconds)
    except asyncio.CancelledError:
        await consumer.give_up(partner, "transfers", asked.pid, STOPPED)
        raise
    except TimeoutError:
        await consumer.give_up(partner, "transfers", asked.pid, "No start came in time.")
        raise Ended(
            f"{partner.name[:200]} did not start the transfer within {seconds:g} seconds.",
            "It was ended, so nothing comes any more.",
            "Look whether the partner reaches this machine at its callback address; try again.",
            process=asked,
        ) from None
    if not isinstance(started, Transfer) or started.state != "STARTED":
        raise ended(started, partner)
    address = started.data_address
    if address is None or not address.endpoint or address.endpoint_type != HTTP_ENDPOINT:
        await consumer.give_up(partner, "transfers", asked.pid, "This is no address for HTTP.")
        raise NotUnderstood(
            f"{partner.name[:200]} gave no address that is fetched with HTTP.",
            "Other ways of transport are not known here.",
            "Ask the partner for the format HttpData-PULL.",
        )
    try:
        fetch = functools.partial(
            _fetched, partner, address, address.endpoint, target, limits, stated, watch
        )
        arrived = await consumer.carrying.sent(partner.id, fetch)
    except asyncio.CancelledError:
        await consumer.give_up(partner, "transfers", asked.pid, STOPPED)
        raise
    except Exception as error:
        await consumer.give_up(partner, "transfers", asked.pid, type(error).__name__)
        raise
    await consumer.complete(partner, started)
    return arrived


def ended(process: Either, partner: Partner) -> Ended:
    """It was terminated, by whom and why."""
    why = told(process.reason).rstrip(". ") or "no reason was given"
    who = partner.name if process.by == "provider" else "This side"
    return Ended(
        f"{who[:200]} ended the {process.kind}: {why}.",
        "Nothing was agreed or fetched by it.",
        "Look at the reason; a new one may be begun at any time.",
        process=process,
    )


def _fetched(
    partner: Partner,
    address: DataAddress,
    endpoint: str,
    target: Path,
    limits: FetchLimits,
    stated: str,
    watch: Watch,
) -> Arrived:
    token = address.property_named("authorization")
    is_bearer = address.property_named("authType").lower() in {"", "bearer"}
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as file:
        arriving = Path(file.name)
        try:
            watched = cast("BinaryIO", _Watched(file, watch))
            count = Line(limits).data(partner, endpoint, token if is_bearer else "", watched)
            file.flush()
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            if stated and stated != digest:
                raise NotUnderstood(
                    f"What came has the sha256 {digest}, and the catalogue says {stated}.",
                    "Somebody may have changed it, or the catalogue is older. It was thrown away.",
                    "Read the catalogue again; if it stays so, ask the partner.",
                )
            watch(count)  # who stopped it meanwhile wants no file
            arriving.replace(target)
        finally:
            arriving.unlink(missing_ok=True)
    return Arrived(target, count, digest)
