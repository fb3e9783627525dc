"""Cookies, XSRF, security headers, the cache of logins."""

from __future__ import annotations

import sqlite3

import pytest
from portal_house import House
from sqlalchemy.exc import IntegrityError
from tornado.web import create_signed_value

from officina_hub.portal.web import SECURITY_HEADERS


def cookie(house: House, token: str) -> str:
    secret = house.app.settings["cookie_secret"]
    value = create_signed_value(secret, "service-officina", token).decode()
    return f"service-officina={value}"


async def test_a_cookie_may_read(house: House) -> None:
    answer = await house.ask("GET", "courses/tea", headers={"Cookie": cookie(house, "ada")})

    assert answer.json["role"] == "learner"


@pytest.mark.parametrize("path", ["courses/tea/enrolment"])
async def test_a_cookie_without_xsrf_token_may_not_write(house: House, path: str) -> None:
    answer = await house.ask("PUT", path, headers={"Cookie": cookie(house, "bob")})

    assert (answer.status, answer.json["code"]) == (403, "no-xsrf")


async def test_a_cookie_with_its_xsrf_token_may_write(house: House) -> None:
    session = cookie(house, "bob")
    page = await house.fetch_page("help", headers={"Cookie": session})
    xsrf = next(
        value.split(";")[0].removeprefix("_xsrf=")
        for value in page.headers.get_list("Set-Cookie")
        if value.startswith("_xsrf=")
    )
    headers = {"Cookie": f"{session}; _xsrf={xsrf}", "X-XSRFToken": xsrf}
    answer = await house.ask("PUT", "courses/tea/enrolment", headers=headers)

    assert (answer.status, answer.json["user"]) == (200, "bob")


async def test_a_forged_cookie_is_nobody(house: House) -> None:
    headers = {"Cookie": "service-officina=2|1:0|10:1|16:service-officina|4:YWRh|00"}
    assert (await house.ask("GET", "courses", headers=headers)).status == 401


async def test_every_answer_has_security_headers_and_no_version(house: House) -> None:
    answers = [
        await house.ask("GET", "courses", "ada"),
        await house.ask("GET", "courses"),
        await house.ask("GET", "nothing/here", "ada"),
        await house.ask("POST", "queue/claim", "ada", send={"worker": "w"}),
    ]

    for answer in answers:
        assert {name: answer.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS
        assert "Server" not in answer.headers
        assert len(answer.headers["X-Correlation-Id"]) == 16


async def test_each_request_has_a_correlation_id_of_its_own(house: House) -> None:
    answers = [await house.ask("GET", "courses", "ada") for _ in range(3)]

    assert len({answer.headers["X-Correlation-Id"] for answer in answers}) == 3


async def test_the_hub_is_asked_once_for_a_token(house: House) -> None:
    before = house.hub.asked
    for _ in range(5):
        await house.ask("GET", "courses", "theo")

    assert house.hub.asked == before + 1


async def test_a_token_in_the_address_counts_for_nothing(house: House) -> None:
    assert (await house.ask("GET", "courses?token=ada")).status == 401


class _RefusedKey(sqlite3.IntegrityError):
    """What a driver for PostgreSQL raises when another writer had the same key first."""

    sqlstate = "23505"


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        (_RefusedKey(), (409, "written-meanwhile")),
        (sqlite3.IntegrityError(), (500, "internal-error")),
    ],
    ids=["came-second", "our-mistake"],
)
async def test_who_comes_second_is_told_so(
    house: House, monkeypatch: pytest.MonkeyPatch, cause: Exception, told: tuple[int, str]
) -> None:
    async def write(*_: object) -> None:
        raise IntegrityError("INSERT", {}, cause)

    monkeypatch.setattr(house.portal, "write", write)
    answer = await house.ask("PUT", "courses/tea/enrolment", "bob")
    assert (answer.status, answer.json["code"]) == told
