"""Sketches of peers' packages: what is read of them, and which of them are no news."""

from __future__ import annotations

import json

import pytest
from portal_house import NOON, House, course

from officina_courses.model import Origin
from officina_courses.similarity.material import METHOD, Sketch
from officina_courses.similarity.minhash import FACTORS, PRIME, signature_of
from officina_hub.catalogue.arriving import Arriving, Source
from officina_hub.federation.feed.sketches import (
    MOST_PACKAGES,
    SKETCHES,
    read_sketches,
    sketches_text,
)
from officina_hub.federation.harvest.officina import SKETCHED, TAKEN
from officina_hub.portal.catalogue_loading import Loader, LoadOptions
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.near_offers import near_offers
from officina_widgets.catalogue.records import PackageLink, Training
from officina_widgets.import_wire import ImportOrigin

SHA = "a" * 64
SKETCH = Sketch(prints=900, signature=signature_of(set(range(0, 9_000_000, 10_000))))
FORK = Origin(iri="urn:x:tea", sha256=SHA, course_id="leaf", version="1.0.0", title="Tea")


def test_sketches_are_read_as_they_were_written() -> None:
    assert SKETCHES == "sketches.json"
    found = read_sketches(
        sketches_text([(SHA, SKETCH), ("b" * 64, Sketch(prints=0, signature=()))])
    )
    assert found is not None
    assert [(one.sha256, one.sketch) for one in found] == [(SHA, SKETCH)]


def test_a_sketch_that_cannot_be_so_is_left_out() -> None:
    lying = SKETCH.model_copy(update={"prints": 200_000})
    assert read_sketches(sketches_text([(SHA, lying)])) == []


def test_no_more_are_written_than_are_read() -> None:
    written = sketches_text((f"{number:064x}", SKETCH) for number in range(MOST_PACKAGES + 1))
    found = read_sketches(written)
    assert found is not None
    assert len(found) == MOST_PACKAGES


ONE = json.loads(sketches_text([(SHA, SKETCH)]))
(PACKAGE,) = ONE["packages"]


@pytest.mark.parametrize(
    "changed",
    [
        {"format": 2}, {"method": METHOD + 1}, {"packages": [PACKAGE] * (MOST_PACKAGES + 1)},
        {"packages": [{**PACKAGE, "sha256": "x"}]}, {"packages": [{**PACKAGE, "prints": 10**9}]},
        {"packages": [{**PACKAGE, "signature": [1, 2]}]},
        {"packages": [{**PACKAGE, "signature": [PRIME] * len(FACTORS)}]},
        {"packages": [{**PACKAGE, "signature": ["1"] * len(FACTORS)}]},
    ],
    ids=["format", "method", "many", "sum", "prints", "short", "large", "texts"],
)  # fmt: skip
def test_what_cannot_be_compared_is_passed_over(changed: dict[str, object]) -> None:
    assert read_sketches(json.dumps(ONE | changed).encode()) is None


@pytest.mark.parametrize("data", [b"", b"[]", b"[" * 100_000], ids=["nothing", "list", "deep"])
def test_what_is_none_is_passed_over(data: bytes) -> None:
    assert read_sketches(data) is None


def offers(house: House, *, sketched: str = SHA, took: str = "") -> None:
    """What ``lumi`` offers: the course ``tea``, and what it says of it."""
    link = PackageLink(
        address="https://lumi.example/lumi/courses/tea/1.0.0/tea-1.0.0.course.zip",
        sha256=SHA,
        bytes=9,
        version="1.0.0",
    )
    record = Training(iri="https://lumi.example/tea", title={"en": "Tea"}, package=link)
    source = Source(id="peer-lumi", title="LUMI")
    act = Act(user="officina", at=NOON)
    Loader(house.portal.database, source, act, LoadOptions()).load([Arriving(record, "1")])
    taken = {"source": "https://x.example/", "course_id": took, "version": "1", "sha256": SHA}
    position = {
        SKETCHED: {"mark": "x", "facts": [{**PACKAGE, "sha256": sketched}]},
        TAKEN: {"mark": "x", "facts": [taken] if took else []},
    }
    peer = t.FederationPeer(
        id="lumi", address="x", verdict="fresh", failures=0, position=position, report={}
    )
    with house.portal.database.writing() as session:
        session.add(peer)


def told(house: House, origin: ImportOrigin | None = None, **changed: object) -> list[str]:
    with house.portal.database.reading() as session:
        found = near_offers(session, SKETCH, course("chai").model_copy(update=changed), origin)
    return [f"{one.title} {one.version} of {one.factory}: {one.share}" for one in found]


def arriving(**changed: object) -> ImportOrigin:
    known = {"package_sha256": "b" * 64, "package_bytes": 9, "course_id": "chai"}
    return ImportOrigin.model_validate(known | changed)


async def test_what_a_peer_offers_is_told_with_its_share(empty_house: House) -> None:
    offers(empty_house)
    assert told(empty_house) == ["Tea 1.0.0 of LUMI: 1.0"]
    assert told(empty_house, arriving()) == ["Tea 1.0.0 of LUMI: 1.0"]


@pytest.mark.parametrize(
    ("origin", "changed"),
    [
        (arriving(package_sha256=SHA), {}),
        (arriving(peer="lumi", course_id="tea"), {}),
        (None, {"forked_from": FORK}),
    ],
    ids=["it itself", "a version of it", "a fork"],
)
async def test_what_is_the_same_or_came_of_it_is_not(
    empty_house: House, origin: ImportOrigin | None, changed: dict[str, object]
) -> None:
    offers(empty_house)
    assert told(empty_house, origin, **changed) == []


async def test_a_course_that_the_peer_took_over_from_here_is_not_told(empty_house: House) -> None:
    offers(empty_house, took="tea")
    assert told(empty_house) == ["Tea 1.0.0 of LUMI: 1.0"]
    assert told(empty_house, id="tea") == []


async def test_a_sketch_of_nothing_in_the_catalogue_is_told_to_nobody(empty_house: House) -> None:
    offers(empty_house, sketched="c" * 64)
    assert told(empty_house) == []
