"""``get_dataset``: a kernel asks its server, which brings what its person agreed to."""

from __future__ import annotations

import asyncio
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from officina_widgets import get_dataset
from officina_widgets.catalogue.records import Dataset
from officina_widgets.errors import PortalError

PRICES = b"hour,price_ct_kwh\n0,9.21\n"
DATASET = "urn:uuid:2266af5e"
RECORD = Dataset(iri=DATASET, title={"en": "Power prices"}, identifiers=(DATASET,))


def agreement(state: str = "here", **changes: Any) -> dict[str, object]:
    """As the portal tells it."""
    return {
        "id": "11111111-2222-3333-4444-555555555555",
        "state": state,
        "record_id": "gy5qftme6bkmruph4sio",
        "title": "Power prices",
        "provider": "Grid of Example",
        "dataset": DATASET,
        "purpose": "research",
        "country": "FI",
        "by": "ada",
        "by_person": False,
        "offer": {},
        "agreement_id": "urn:agreement",
        "begun_at": "2026-11-21T09:00:00Z",
        "agreed_at": "2026-11-21T09:00:01Z",
        "sha256": hashlib.sha256(PRICES).hexdigest(),
        "bytes": len(PRICES),
        "fetched_at": "2026-11-21T09:00:02Z",
        **changes,
    }


@pytest.mark.parametrize("named", [RECORD, DATASET, "gy5qftme6bkmruph4sio"])
async def test_the_data_lie_in_the_home_with_their_agreement(
    kernel: str, portal: Any, ada: Path, named: Any
) -> None:
    portal.agreements, portal.agreed = [agreement()], PRICES
    path = await asyncio.to_thread(get_dataset, named)
    assert path == ada / "data" / "power-prices-11111111" / "power-prices"
    assert path.read_bytes() == PRICES
    kept = json.loads(path.with_name("power-prices.agreement.jsonld").read_text())
    assert kept["@id"] == "urn:agreement"
    assert sorted(each.name for each in path.parent.iterdir()) == [
        "power-prices",
        "power-prices.agreement.jsonld",
    ]


async def test_an_agreement_that_never_came_about_is_no_second_one(
    kernel: str, portal: Any
) -> None:
    refused = agreement("refused", record_id="other", agreement_id="")
    posing = agreement(record_id="third", dataset="gy5qftme6bkmruph4sio")
    portal.agreements, portal.agreed = [refused, agreement(), posing], PRICES
    for name in (DATASET, "gy5qftme6bkmruph4sio"):
        path = await asyncio.to_thread(get_dataset, name)
        assert path.read_bytes() == PRICES


async def test_what_is_there_already_is_not_fetched_again(kernel: str, portal: Any) -> None:
    portal.agreements, portal.agreed = [agreement()], PRICES
    path = await asyncio.to_thread(get_dataset, DATASET)
    portal.calls.clear()
    assert await asyncio.to_thread(get_dataset, DATASET) == path
    assert not [call for call in portal.calls if call.endswith("/data")]
    path.write_bytes(b"spoilt")
    await asyncio.to_thread(get_dataset, DATASET)
    assert path.read_bytes() == PRICES


@pytest.mark.parametrize(
    ("agreements", "agreed", "sentence"),
    [
        ([], b"", "choose “Terms and data”"),
        ([agreement("fetching", sha256=None, bytes=None)], b"", "is fetching"),
        (
            [agreement(), agreement(record_id="other", provider="Somebody else")],
            PRICES,
            r"gy5qftme6bkmruph4sio \(Grid of Example\), other \(Somebody else\)",
        ),
        ([agreement()], b"x" * len(PRICES), "so it was thrown away"),
        ([agreement()], PRICES + b"more", f"more than {len(PRICES)} bytes"),
        ([agreement(bytes=10**15)], b"", "Make room"),
    ],
    ids=["none", "on its way", "several", "other bytes", "too many", "no room"],
)
async def test_what_cannot_be_brought_is_told_and_leaves_no_data(
    kernel: str, portal: Any, ada: Path, agreements: Any, agreed: bytes, sentence: str
) -> None:
    portal.agreements, portal.agreed = agreements, agreed
    with pytest.raises(PortalError, match=sentence):
        await asyncio.to_thread(get_dataset, DATASET)
    assert not [path for path in (ada / "data").glob("*/*") if path.is_file()]


FULL = """
import resource, sys
from pathlib import Path
from officina_widgets.errors import PortalError
from officina_widgets.server.agreed_data import AgreedData
resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
try:
    AgreedData(Path(sys.argv[1])).bring(sys.argv[2])
except PortalError as error:
    print(error.status, error)
"""


def test_a_full_disk_is_told_and_leaves_nothing_behind(portal: Any, ada: Path) -> None:
    """As a process that may write files of ten bytes sees it."""
    portal.agreements, portal.agreed = [agreement()], PRICES
    argv = [sys.executable, "-c", FULL, str(ada), DATASET]
    ran = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert ran.stdout.startswith("507 There is no room left"), ran.stderr
    assert not [path for path in (ada / "data").glob("*/*") if path.is_file()]


async def test_a_link_in_the_way_is_not_followed(
    kernel: str, portal: Any, ada: Path, tmp_path: Path
) -> None:
    portal.agreements, portal.agreed = [agreement()], PRICES
    (tmp_path / "elsewhere").mkdir()
    (ada / "data").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PortalError, match="is no folder"):
        await asyncio.to_thread(get_dataset, DATASET)
    assert list((tmp_path / "elsewhere").iterdir()) == []


async def test_nobody_but_a_kernel_of_this_session_has_data_brought(
    gated: Any, kernel: str, portal: Any
) -> None:
    portal.calls.clear()
    for headers in ({}, {"Authorization": f"token {kernel}", "Origin": "https://example.org"}):
        answer = await gated.ask(
            f"officina/kernel/api/data/{DATASET}", headers=headers, method="POST", body=""
        )
        assert answer.code == 403
    assert portal.calls == []


async def test_a_kernel_without_a_session_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OFFICINA_SESSION_URL", raising=False)
    with pytest.raises(PortalError, match="a session of the hub"):
        get_dataset(DATASET)
