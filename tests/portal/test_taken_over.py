"""Which courses of others learners have here, told to those who made them."""

from __future__ import annotations

import json

import pytest
from federation_samples import INSIDE, NORTH
from portal_house import NOON, House, course, publish_course

from officina_hub.federation.feed.taken_over import TakenOver, read_taken_over, taken_over_text
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.federation_content import content_for_peers
from officina_widgets.import_wire import ImportOrigin

ONE = TakenOver(source=NORTH.address, course_id="leaf", version="1.0.0", sha256="a" * 64)


def test_the_document_is_read_as_it_was_written():
    assert read_taken_over(taken_over_text([ONE])) == (ONE,)


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b'{"courses": 1}', b"[" * 100_000, b'{"courses": [{"source": "javascript:1"}]}'],
    ids=["nothing", "list", "number", "deep", "script"],
)
def test_what_is_none_is_passed_over(data: bytes):
    assert read_taken_over(data) is None


def test_of_one_course_a_few_copies_are_told_and_of_too_many_courses_nothing():
    """A megabyte of rows that all name one course would else stand in one cell of a list."""
    rows = [{**ONE.model_dump(), "version": f"{number}.0.0"} for number in range(2_000)]
    other = {**ONE.model_dump(), "course_id": "rye"}
    read = read_taken_over(json.dumps({"courses": [*rows[:1_999], other]}).encode())
    assert read is not None
    told = [(one.course_id, one.version) for one in read]
    assert told == [("leaf", "0.0.0"), ("leaf", "1.0.0"), ("leaf", "2.0.0"), ("rye", "1.0.0")]
    assert read_taken_over(json.dumps({"courses": [*rows, other]}).encode()) is None


async def test_what_learners_have_of_a_peer_is_told_but_not_of_one_inside(empty_house: House):
    with_origins = (("tea", NORTH.id), ("rye", INSIDE.id), ("oat", None))
    for name, peer in with_origins:
        release = publish_course(empty_house.portal, course(name))
        origin = ImportOrigin(
            package_sha256="a" * 64, package_bytes=9, course_id="leaf", peer=peer
        ).model_dump(mode="json")
        with empty_house.portal.database.writing() as session:
            session.add(t.CourseImport(release_id=release, origin=origin, taken_at=NOON))
    with empty_house.portal.database.reading() as session:
        content = content_for_peers(session, empty_house.portal.blobs, "all", (NORTH, INSIDE))
    assert list(content.taken_over) == [ONE]
