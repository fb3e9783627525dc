"""Pages answer HEAD as they answer GET, without the body."""

from __future__ import annotations

import pytest
from page_house import PageHouse
from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse


async def asked(house: PageHouse, method: str, path: str) -> HTTPResponse:
    told = {"Authorization": "token ada"}
    request = HTTPRequest(f"{house.url}{path}", method, headers=told, follow_redirects=False)
    return await AsyncHTTPClient().fetch(request, raise_error=False)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("", 200),
        ("help", 200),
        ("courses", 200),
        ("courses/tea", 200),
        ("static/officina.css", 200),
        ("courses/tea/teach", 403),
        ("no/such/page", 404),
        ("language", 405),
    ],
)
async def test_a_page_answers_head_as_get(house: PageHouse, path: str, status: int) -> None:
    whole = await asked(house, "GET", path)
    head = await asked(house, "HEAD", path)

    assert (whole.code, head.code, head.body) == (status, status, b"")
    assert head.headers["Content-Type"] == whole.headers["Content-Type"]
