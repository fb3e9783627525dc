"""Letters about requests: sent once, tried again, given up in sight; posts stay out of networks."""

from __future__ import annotations

import asyncio
import itertools
import json
import smtplib
import threading
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from find_samples import ADVICE, FORECASTS
from mail_server import MailServer, running_mail_server
from portal_house import House
from pydantic import ValidationError
from request_samples import asked, filed
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler

from officina_hub.factory.mail import Mail
from officina_hub.factory.requests import Requests
from officina_hub.portal.context import Portal
from officina_hub.portal.request_addressees import addressees
from officina_hub.portal.request_filing import answer
from officina_hub.portal.request_keeping import Ways, keep_requests
from officina_hub.portal.request_keeping import send_due as send_due_by
from officina_hub.portal.request_post import PostRefused, PrivateAddress, TokenUnfit, post
from officina_hub.portal.settings import PortalSettings
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.request_forms import Addressee, FiledRequest
from officina_hub.portal.store.request_letters import WAYS, Letter, due, troubled
from officina_hub.portal.store.requests import Answer, Filing, file_request


def mail_facts(port: int) -> Mail:
    known = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "hub@factory.example"}
    site = {"address": "{name}@people.example", "site": "https://hub.factory.example"}
    return Mail.model_validate(known | site)


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with running_mail_server() as found:
        yield found


@pytest.fixture
async def mailing(tmp_path: Path, server: MailServer) -> AsyncIterator[House]:
    async with House(tmp_path, mail=mail_facts(server.port)) as house:
        yield house


async def say(house: House, request_id: str, said: Answer) -> None:
    await answer(house.portal, request_id, said, Act(user="olga", at=house.clock()))


async def send_due(portal: Portal, ways: Ways) -> None:
    for way in WAYS:
        await send_due_by(portal, way, ways)


def words(letter: EmailMessage) -> str:
    return letter.get_content()


async def test_both_sides_are_told_by_mail(mailing: House, server: MailServer) -> None:
    request = await filed(mailing, language="de")
    await send_due(mailing.portal, Ways())
    await say(mailing, request.id, Answer("granted", "Come on Monday."))
    await send_due(mailing.portal, Ways())
    await send_due(mailing.portal, Ways())

    to_factory, to_person = server.letters
    assert (to_factory["To"], to_factory["Reply-To"]) == (
        "desk@factory.example",
        "ada@greens.example",
    )
    assert to_factory["Subject"] == "Demo AI Factory: request 1: Advice on models of the weather"
    for told in ("greenhouse", "Ada's Greens", "in March", f"/requests/{request.id}"):
        assert told in words(to_factory), told
    assert (to_person["To"], to_person["Content-Language"]) == ("ada@greens.example", "de")
    assert "Come on Monday." in words(to_person)
    assert "Reply-To" not in to_person


async def test_a_subject_takes_no_line_of_its_own(mailing: House, server: MailServer) -> None:
    title = {"en": "Advice\nBcc: eve@x.example"}
    record = ADVICE.model_copy(update={"title": title})
    filing = Filing(record, (), (Addressee(way="mail", address="desk@factory.example"),))
    form = FiledRequest.model_validate(asked())
    act = Act(user="ada", at=mailing.clock())
    await mailing.portal.write(file_request, form, filing, act)
    await send_due(mailing.portal, Ways())
    assert "Bcc" not in server.letters[0]


async def test_a_mail_server_that_is_away_loses_nothing(mailing: House, server: MailServer) -> None:
    request = await filed(mailing)
    server.refusal = "451 later"
    await send_due(mailing.portal, Ways())
    (late,) = await mailing.portal.read(troubled, request.number)
    assert (late.state, late.tries) == ("waiting", 1)
    await send_due(mailing.portal, Ways())  # its time has not come yet
    server.refusal = ""
    mailing.clock.turn(minutes=1)
    await send_due(mailing.portal, Ways())
    assert len(server.letters) == 1
    assert not await mailing.portal.read(troubled, request.number)


async def test_a_letter_given_up_stays_in_the_advisors_sight(
    mailing: House, server: MailServer
) -> None:
    request = await filed(mailing)
    server.refusal = "550 nobody here"
    await send_due(mailing.portal, Ways())
    (lost,) = await mailing.portal.read(troubled, request.number)
    assert lost.state == "given up"


async def test_the_keeper_sends_when_the_bell_rings(mailing: House, server: MailServer) -> None:
    keeping = asyncio.create_task(keep_requests(mailing.portal))
    await filed(mailing)
    mailing.portal.request_bell.ring()
    await server.taken.wait()
    mailing.portal.say_goodbye()
    await keeping
    assert len(server.letters) == 1


async def test_a_letter_that_cannot_be_written_holds_up_no_other(mailing: House) -> None:
    sent = itertools.count(1)

    def once(mail: Mail, letter: EmailMessage) -> None:
        number = next(sent)
        if number == 1:
            raise UnicodeError("as a bug would")
        if number == 2:
            raise smtplib.SMTPServerDisconnected

    for name in ("ada", "bob", "tina"):
        await filed(mailing, name)
    await send_due(mailing.portal, Ways(mail=once))
    assert next(sent) == 4


async def test_a_slow_mail_server_holds_up_neither_posts_nor_other_mails(mailing: House) -> None:
    loop, is_over = asyncio.get_running_loop(), threading.Event()
    mailed, posted = asyncio.Event(), asyncio.Event()
    sent = itertools.count(1)

    def slow_at_first(mail: Mail, letter: EmailMessage) -> None:
        if next(sent) == 1:
            is_over.wait()
        else:
            loop.call_soon_threadsafe(mailed.set)

    def taken(letter: Letter, facts: Requests) -> None:
        loop.call_soon_threadsafe(posted.set)

    for name in ("ada", "bob"):
        await filed(mailing, name)
    tickets = Filing(ADVICE, (), (Addressee(way="post", address="https://tickets.example/"),))
    form, act = FiledRequest.model_validate(asked()), Act(user="tina", at=mailing.clock())
    await mailing.portal.write(file_request, form, tickets, act)
    keeping = asyncio.create_task(keep_requests(mailing.portal, Ways(slow_at_first, taken)))
    try:
        await asyncio.wait_for(asyncio.gather(mailed.wait(), posted.wait()), 20)
    finally:
        is_over.set()
        mailing.portal.say_goodbye()
        await keeping


class _Tickets(RequestHandler):
    def initialize(self, taken: list[Any]) -> None:
        self.taken = taken

    def post(self) -> None:
        headers = self.request.headers
        self.taken.append((json.loads(self.request.body), headers.get("Authorization")))
        self.set_status(201 if len(self.taken) > 1 else 503)


async def test_a_request_is_posted_until_it_is_taken(tmp_path: Path) -> None:
    taken: list[Any] = []
    socket, port = bind_unused_port()
    tickets = HTTPServer(Application([("/new", _Tickets, {"taken": taken})]))
    tickets.add_socket(socket)
    token = tmp_path / "token"
    token.write_text("secret\n")
    facts = {"post": f"http://127.0.0.1:{port}/new", "post_token_file": str(token)}
    requests = Requests.model_validate(facts | {"post_private": True})
    async with House(tmp_path / "data", requests=requests) as house:
        told = addressees(ADVICE, house.settings)
        form = FiledRequest.model_validate(asked())
        act = Act(user="ada", at=house.clock())
        request = await house.portal.write(file_request, form, Filing(ADVICE, (), told), act)
        await send_due(house.portal, Ways())
        house.clock.turn(minutes=1)
        await send_due(house.portal, Ways())
        assert not await house.portal.read(troubled, request.number)
    tickets.stop()
    assert [bearer for _, bearer in taken] == ["Bearer secret"] * 2
    assert taken[1][0]["request"]["purpose"].startswith("To know")
    assert taken[1][0]["step"] == 1


async def test_the_token_is_for_the_address_of_today(tmp_path: Path) -> None:
    taken: list[Any] = []
    socket, port = bind_unused_port()
    tickets = HTTPServer(Application([("/new", _Tickets, {"taken": taken})]))
    tickets.add_socket(socket)
    token = tmp_path / "token"
    token.write_text("secret\n")
    facts = {"post": f"http://127.0.0.1:{port}/new", "post_private": True}
    requests = Requests.model_validate(facts | {"post_token_file": str(token)})
    async with House(tmp_path / "data", requests=requests) as house:
        told = addressees(ADVICE, house.settings)
        form = FiledRequest.model_validate(asked())
        act = Act(user="ada", at=house.clock())
        await house.portal.write(file_request, form, Filing(ADVICE, (), told), act)
        (letter,) = await house.portal.read(due, "post", house.clock())
        moved = requests.model_copy(update={"post": "https://new-tickets.example/new"})
        with pytest.raises(PostRefused):  # as these tickets do with the first of all
            await asyncio.to_thread(post, letter, moved)
    tickets.stop()
    assert [bearer for _, bearer in taken] == [None]


async def test_a_token_that_is_none_is_in_no_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    token = tmp_path / "token"
    token.write_bytes(b"hunter2\nhunter2\xff\n")
    facts = {"post": "https://tickets.example/new", "post_token_file": str(token)}
    requests = Requests.model_validate(facts)
    async with House(tmp_path / "data", requests=requests) as house:
        told = addressees(ADVICE, house.settings)
        form, act = FiledRequest.model_validate(asked()), Act(user="ada", at=house.clock())
        request = await house.portal.write(file_request, form, Filing(ADVICE, (), told), act)
        await send_due(house.portal, Ways())
        (late,) = await house.portal.read(troubled, request.number)
    assert late.state == "waiting"  # until the operator has mended the file
    assert TokenUnfit.__name__ in caplog.text
    assert "hunter2" not in caplog.text


async def test_nothing_is_said_to_a_private_address_unless_allowed(tmp_path: Path) -> None:
    taken: list[Any] = []
    socket, port = bind_unused_port()
    server = HTTPServer(Application([("/new", _Tickets, {"taken": taken})]))
    server.add_socket(socket)
    facts = {"post": f"http://127.0.0.1:{port}/new", "post_private": True}
    allowed = Requests.model_validate(facts)
    async with House(tmp_path, requests=allowed) as house:
        told = addressees(ADVICE, house.settings)
        form = FiledRequest.model_validate(asked())
        act = Act(user="ada", at=house.clock())
        await house.portal.write(file_request, form, Filing(ADVICE, (), told), act)
        (letter,) = await house.portal.read(due, "post", house.clock())
        closed = allowed.model_copy(update={"post_private": False})
        with pytest.raises(PrivateAddress, match="no public address"):
            await asyncio.to_thread(post, letter, closed)
    server.stop()
    assert taken == []


def test_who_is_told_is_what_was_set_up(tmp_path: Path) -> None:
    def told(**facts: Any) -> list[str]:
        hub = {"api_url": "http://127.0.0.1/hub/api", "api_token": "x"}
        mail = facts.pop("mail_server", mail_facts(25))
        requests = Requests.model_validate(facts)
        known = {"data_dir": tmp_path, "hub": hub, "mail": mail, "requests": requests}
        settings = PortalSettings.model_validate(known)
        return [each.address for each in addressees(FORECASTS, settings)]

    assert told() == ["support@example.org", "desk@weather.example"]
    assert told(owners=False, mail="new@factory.example") == ["new@factory.example"]
    assert told(mail="desk@weather.example") == ["desk@weather.example"]
    assert told(mail_server=Mail()) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"post": "http://tickets.example/new"},
        {"post": "https://user:pass@tickets.example/new"},
        {"post": "https://tickets.example/new?x=1"},
        {"post": "file:///etc/passwd"},
        {"post_token_file": "/etc/token"},
        {"mail": "a@b.example, c@d.example"},
    ],
)
def test_facts_that_cannot_be_meant_are_refused(facts: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Requests.model_validate(facts)
