"""A CKAN by its search, shards of the Open Web Index, and pages with RDFa."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from harvest_hand import Hand, Site, figures, site
from strangers import Caller

from officina_hub.catalogue.readers.rdfa import things_in


def package(name: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"id-{name}",
        "name": name,
        "title": f"The {name}",
        "notes": "Measured *daily*.",
        "license_id": "cc-by",
        "metadata_created": "2025-01-02T03:04:05.678",
        "metadata_modified": "2026-01-02T03:04:05.678",
        "organization": {"title": "The weather office"},
        "tags": [{"display_name": "rain"}],
        "extras": [
            {"key": "theme", "value": '["http://publications.europa.eu/resource/authority/data-theme/ENVI"]'},
            {"key": "language", "value": "en"},
            {"key": "contact_email", "value": "desk@example.org"},
        ],
        "resources": [
            {"url": "https://data.example/r.csv", "format": "CSV", "size": 12, "name": "Rain",
             "hash": "d41d8cd98f00b204e9800998ecf8427e"},
            {"url": "", "format": "PDF"},
        ],
    } | more  # fmt: skip


class Search:
    """package_search over these packages."""

    def __init__(self, *packages: dict[str, Any]) -> None:
        self.packages = list(packages)

    def __call__(self, caller: Caller) -> None:
        asked = parse_qs(urlsplit(caller.path).query)
        start, rows = int(asked["start"][0]), int(asked["rows"][0])
        result = {"count": len(self.packages), "results": self.packages[start : start + rows]}
        body = json.dumps({"success": True, "result": result}).encode()
        caller.answer(200, body, Content_Type="application/json")


def test_a_ckan_is_read_page_by_page_and_what_is_gone_is_withdrawn(hand: Hand):
    search = Search(*(package(f"p{number:03d}") for number in range(250)))
    with site({"/api/3/action/package_search": search}) as peer:
        assert figures(hand.harvest("ckan", peer.address("/"))) == (250, 0, 0, 0)
        assert len(peer.asked()) == 3
        search.packages = [*search.packages[:248], package("p248", title="Our p248")]
        assert figures(hand.harvest("ckan", peer.address("/"))) == (0, 1, 1, 0)
        record = hand.shown()[peer.address("/dataset/p001")]
    assert record["themes"] == ["ENVI"]
    assert record["licence"] == "CC-BY-4.0"
    assert record["publisher"] == {"name": "The weather office"}
    assert record["contact_point"] == {"email": "desk@example.org"}
    [distribution] = record["distributions"]
    assert (distribution["format"], distribution["byte_size"]) == ("CSV", 12)
    assert distribution["checksum"]["algorithm"] == "md5"


def test_one_bad_package_stops_nothing(hand: Hand):
    search = Search(package("a"), {"name": "b", "resources": "none", "extras": 7}, package("c"))
    search.packages += [package("d", tags=None, resources=None, organization=[], extras={"a": 1})]
    with site({"/api/3/action/package_search": search}) as peer:
        report = hand.harvest("ckan", peer.address("/api/3/action/"))
    assert (report.figures.added + report.figures.rejected, report.verdict) == (4, "fresh")
    assert report.figures.added >= 3


def test_a_search_whose_count_never_ends_is_left_when_nothing_comes(hand: Hand):
    def liar(caller: Caller) -> None:
        is_first = "start=0" in caller.path
        result = {"count": 10**9, "results": [package("a")] if is_first else []}
        caller.answer(200, json.dumps({"result": result}).encode(), Content_Type="application/json")

    with site({"/api/3/action/package_search": liar}) as peer:
        report = hand.harvest("ckan", peer.address("/"))
        assert len(peer.asked()) == 2
    assert report.figures.added == 1
    assert "1,000,000,000" in report.left_out


def shards(root: Path) -> None:
    for language, size in (("deu", 10), ("fin", 20)):
        folder = root / f"year=2026/month=11/day=20/language={language}"
        folder.mkdir(parents=True)
        (folder / "metadata_0.parquet").write_bytes(b"x" * size)
        (folder / "index.ciff.gz").write_bytes(b"y")
        (folder / "_SUCCESS").write_bytes(b"")
    (root / "year=2026/month=13/day=1/language=eng").mkdir(parents=True)
    (root / "year=2026/month=13/day=1/language=eng/a.parquet").write_bytes(b"")


def test_shards_in_a_folder_become_a_series_with_its_lineage(hand: Hand, tmp_path: Path):
    shards(tmp_path / "owi")
    report = hand.harvest("open-web-index", str(tmp_path / "owi"), licence="OWIL-1.0")
    assert figures(report) == (3, 0, 0, 1)
    assert "no day of the calendar" in report.rejected[0].reason
    known = hand.shown()
    series = known["urn:officina:open-web-index:peer"]
    shard = known["urn:officina:open-web-index:peer:year=2026/month=11/day=20/language=deu"]
    assert (series["kind"], series["temporal_start"]) == ("series", "2026-11-20")
    assert (shard["in_series"], shard["languages"]) == ("urn:officina:open-web-index:peer", ["de"])
    assert "metadata_0.parquet (10 bytes)" in shard["description"]["en"]
    assert shard["licence"] == "OWIL-1.0"
    assert "Crawled" in shard["provenance"]["en"]


def listing(peer: Site, root: Path) -> None:
    """As web servers list folders."""
    for folder in (root, *(path for path in root.rglob("*") if path.is_dir())):
        path = folder.relative_to(root).as_posix()
        names = [each.name + ("/" if each.is_dir() else "") for each in folder.iterdir()]
        links = "".join(f'<a href="{name}">{name}</a>' for name in ["../", "?C=N", *names])
        peer.pages["/owi/" if path == "." else f"/owi/{path}/"] = links.encode()


def test_shards_on_a_web_server_can_be_loaded_from_there(hand: Hand, tmp_path: Path):
    shards(tmp_path)
    with site() as peer:
        listing(peer, tmp_path)
        report = hand.harvest("open-web-index", peer.address("/owi/"))
        assert figures(report) == (3, 0, 0, 1)
        name = peer.address("/owi/year=2026/month=11/day=20/language=fin")
        addresses = [each["access_url"] for each in hand.shown()[name]["distributions"]]
    assert f"{name}/metadata_0.parquet" in addresses


RDFA = """<html><body vocab="https://schema.org/">
<div typeof="Course" resource="{0}"><h1 property="name">GPU school</h1>
<p property="description">All of it.</p>
<div property="provider" typeof="Organization"><span property="name">The centre</span></div>
</div></body></html>"""


def test_pages_with_rdfa_are_read(hand: Hand):
    with site() as peer:
        name = peer.address("/a.html")
        peer.pages["/a.html"] = RDFA.format(name).encode()
        peer.pages["/map.txt"] = name.encode()
        assert figures(hand.harvest("sitemap", peer.address("/map.txt"))) == (1, 0, 0, 0)
    record = hand.shown()[name]
    assert record["title"] == {"und": "GPU school"}
    assert record["publisher"]["name"] == "The centre"


def test_rdfa_asks_nobody_for_a_vocabulary(monkeypatch: pytest.MonkeyPatch):
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("somebody was asked")

    monkeypatch.setattr(socket.socket, "connect", refused)
    page = (
        '<html profile="http://127.0.0.1/p"><body vocab="http://127.0.0.1/v#" prefix="x: '
        'http://127.0.0.1/x#"><div typeof="Course"><a property="x:y" href="http://127.0.0.1/z">n</a>'
        '</div><script type="text/turtle">@prefix a: <http://127.0.0.1/> .</script></body></html>'
    )
    assert things_in(page, "https://example.org/")
