"""python-tuf fetches through the same door."""

from __future__ import annotations

import pytest
from strangers import Caller, reach_with_a_stranger, stranger
from tuf.api.exceptions import DownloadError, DownloadHTTPError, SlowRetrievalError

from officina_hub.federation.fetching import AddressRefused, Fetcher, FetchLimits, Way
from officina_hub.federation.fetching.for_tuf import GuardedFetcher

LIMITS = FetchLimits(answer_seconds=0.4, read_seconds=0.3, tries=1)


def download(address: str) -> bytes:
    with Fetcher(LIMITS, way=Way(reach=reach_with_a_stranger)) as fetcher:
        return GuardedFetcher(fetcher).download_bytes(address, 100)


def test_metadata_comes_through():
    with stranger(lambda caller: caller.answer(200, b"{}")) as server:
        assert download(server.address("/metadata/1.root.json")) == b"{}"


def test_what_is_missing_is_told_with_its_status():
    with (
        stranger(lambda caller: caller.answer(404)) as server,
        pytest.raises(DownloadHTTPError) as refused,
    ):
        download(server.address("/metadata/2.root.json"))
    assert refused.value.status_code == 404


def test_who_is_slow_is_told_as_slow():
    with stranger(Caller.until_it_goes) as server, pytest.raises(SlowRetrievalError):
        download(server.address())


def test_what_is_inside_is_told_with_our_reason():
    with pytest.raises(DownloadError) as refused:
        download("http://127.0.0.1/metadata/1.root.json")
    assert isinstance(refused.value.__cause__, AddressRefused)
