"""The code of an invitation and a token in an address stand in no line of a log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, HTTPError, RequestHandler

from officina_hub.log_secrets import LOGGERS, hide_secrets, without_secrets
from officina_hub.up.http import ask

JOIN = "/services/officina/launch/join?code=ki55en-_x&lang=de"


@pytest.fixture
def hidden() -> Iterator[None]:
    before = {name: list(logging.getLogger(name).filters) for name in LOGGERS}
    hide_secrets()
    yield
    for name, filters in before.items():
        logging.getLogger(name).filters = filters


class Refusing(RequestHandler):
    """Refuses with words, which tornado logs beside the address."""

    def get(self) -> None:
        raise HTTPError(409, "This link leads to your own session.")


async def test_what_tornado_logs_of_a_refused_request_holds_no_code(
    hidden: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    sock, port = bind_unused_port()
    server = HTTPServer(Application([(r"/refused", Refusing)]))
    server.add_socket(sock)
    for path in ("refused", "nowhere"):
        await ask(f"http://127.0.0.1:{port}/{path}?code=ki55en&token=to1&lang=de", {})
    server.stop()
    await server.close_all_connections()
    assert caplog.text.count("code=[secret]&token=[secret]&lang=de") >= 2
    assert "ki55en" not in caplog.text
    assert "to1" not in caplog.text


@pytest.mark.parametrize("times", [1, 2, 3])
def test_an_address_inside_another_hides_it_too(times: int) -> None:
    inner = JOIN
    for _ in range(times):
        inner = quote(inner, safe="")
    line = without_secrets(f"302 GET /hub/login?next={inner}&x=1 (@::1) 2.00ms")
    assert "ki55en" not in line
    assert line.endswith("&x=1 (@::1) 2.00ms")
    assert "lang" in line


def test_what_is_no_secret_stays() -> None:
    line = "404 GET /courses/tea?barcodes&page=2 (127.0.0.1) 1.0 ms: the code=4 of it"
    assert without_secrets(line) == line
