"""``federation/…`` of the portal: what is published, to everybody, and nothing beside it."""

from __future__ import annotations

import pytest


@pytest.fixture
def published(house):
    folder = house.settings.data_dir / "federation/published"
    (folder / "lumi/feed").mkdir(parents=True)
    (folder / "metadata").mkdir()
    (folder / "index.html").write_text("<h1>Shared</h1>")
    (folder / "metadata/timestamp.json").write_text("{}")
    (folder / "lumi/index.html").write_text("<h1>LUMI</h1>")
    (folder / "lumi/feed/index.jsonld").write_text('{"@graph": []}')
    (folder / "lumi/demo-1.0.0.course.zip").write_bytes(b"PK" * 400_000)
    (folder / ".arriving").write_text("half")
    (house.settings.data_dir / "federation/keys").mkdir()
    (house.settings.data_dir / "federation/keys/root.pem").write_text("secret")
    (folder / "link.json").symlink_to(house.settings.data_dir / "federation/keys/root.pem")
    return house


@pytest.mark.parametrize(
    ("path", "kind", "begins"),
    [
        ("", "text/html; charset=utf-8", b"<h1>Shared"),
        ("lumi/", "text/html; charset=utf-8", b"<h1>LUMI"),
        ("metadata/timestamp.json", "application/json", b"{}"),
        ("lumi/feed/index.jsonld", "application/ld+json", b'{"@graph"'),
        ("lumi/demo-1.0.0.course.zip", "application/zip", b"PK"),
    ],
    ids=["entry", "factory", "timestamp", "feed", "package"],
)
async def test_everybody_gets_what_is_published(published, path, kind, begins):
    answer = await published.fetch_page(f"federation/{path}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
    assert answer.content.startswith(begins)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    tag = {"If-None-Match": answer.headers["ETag"]}
    again = await published.fetch_page(f"federation/{path}", tag)
    assert (again.status, again.content) == (304, b"")


async def test_a_large_file_comes_whole(published):
    answer = await published.fetch_page("federation/lumi/demo-1.0.0.course.zip")
    assert answer.content == b"PK" * 400_000


@pytest.mark.parametrize(
    "path",
    [
        "lumi", "lumi/feed/", ".arriving", "../keys/root.pem", "lumi/../../keys/root.pem",
        "%2e%2e/keys/root.pem", "lumi//index.html", "link.json", "nothing.json", "lumi/feed",
        "metadata/timestamp.json%00.html",
    ],
)  # fmt: skip
async def test_nothing_else_is_given(published, path):
    answer = await published.fetch_page(f"federation/{path}")
    assert answer.status == 404
    assert b"secret" not in answer.content
    assert b"half" not in answer.content


async def test_a_hub_that_publishes_nothing_says_so(house):
    answer = await house.fetch_page("federation/")
    assert answer.status == 404
    assert b"Nothing is published at this address" in answer.content
