"""Letters and the way to the mail server: a real one, on the loopback."""

from __future__ import annotations

import asyncio
import smtplib
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from certipy import Certipy
from mail_server import PASSWORD, MailServer

from officina_courses.saying import say
from officina_hub.factory.mail import Mail
from officina_hub.mail.addresses import address_of
from officina_hub.mail.letters import letter
from officina_hub.mail.sending import is_final, send
from officina_hub.mail.wishes import MailWish, Outcome

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WISH = MailWish(key="ada", user="ada", server_name="", language="de", asked_at=NOON)
STARTED = Outcome(has_started=True, title="GPU", url="/user/ada/", ends_at=NOON)
FAILED = Outcome(
    has_started=False,
    title="GPU",
    url="/services/officina/launch",
    said=(say("The session has ended."),),
)
MailOf = Callable[..., Mail]


def written(mail: Mail, outcome: Outcome = STARTED) -> EmailMessage:
    return letter(WISH, outcome, "ada@example.org", mail, "Demo AI Factory")


async def test_a_letter_arrives_in_the_readers_language_with_a_link(
    server: MailServer, mail_of: MailOf
) -> None:
    mail = mail_of(server)
    await asyncio.to_thread(send, mail, written(mail))
    found = server.letters[0]
    assert found["To"] == "ada@example.org"
    assert found["From"] == "officina@example.org"
    assert found["Subject"] == "Demo AI Factory: Ihre Sitzung hat begonnen"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Content-Language"] == "de"
    text = found.get_content()
    assert "Ihre Sitzung „GPU“ läuft" in text
    assert "https://hub.example.org/user/ada/" in text


def test_a_session_that_failed_is_told_with_its_reason(mail_of: MailOf) -> None:
    mail = mail_of(SimpleNamespace(port=25))
    text = written(mail, FAILED).get_content()
    assert "konnte nicht beginnen" in text
    assert "Die Sitzung ist zu Ende." in text
    assert "https://hub.example.org/services/officina/launch" in text


async def test_starttls_comes_before_the_login(
    secure_server: MailServer, mail_of: MailOf, authority: Certipy, tmp_path: Path
) -> None:
    password = tmp_path / "password"
    password.write_text(f"{PASSWORD}\n")
    mail = mail_of(
        secure_server,
        security="starttls",
        ca_file=authority.store.get_record("authority")["files"]["cert"],
        user="officina",
        password_file=str(password),
    )
    await asyncio.to_thread(send, mail, written(mail))
    assert secure_server.was_secret
    assert secure_server.logins == [b"officina"]


async def test_a_server_without_tls_gets_nothing_where_tls_is_asked_for(
    server: MailServer, mail_of: MailOf
) -> None:
    mail = mail_of(server, security="starttls")
    with pytest.raises(smtplib.SMTPNotSupportedError):
        await asyncio.to_thread(send, mail, written(mail))
    assert server.letters == []


async def test_a_certificate_of_nobody_known_is_not_believed(
    secure_server: MailServer, mail_of: MailOf
) -> None:
    mail = mail_of(secure_server, security="starttls")
    with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
        await asyncio.to_thread(send, mail, written(mail))
    assert secure_server.letters == []


@pytest.mark.parametrize(("refusal", "final"), [("550 nobody", True), ("451 later", False)])
async def test_only_a_lasting_refusal_is_final(
    server: MailServer, mail_of: MailOf, refusal: str, final: bool
) -> None:
    mail = mail_of(server)
    server.refusal = refusal
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        await asyncio.to_thread(send, mail, written(mail))
    assert is_final(refused.value) is final


class User:
    def __init__(self, name: str, state: Any = None) -> None:
        self.name = name
        self.state = state

    async def get_auth_state(self) -> Any:
        return self.state


@pytest.mark.parametrize(
    "name",
    ["a@b", "a,b", "a b", "a\r\nBcc: x@example.org", "ä", "a" * 65, '"a', "a>b", ""],
)
async def test_a_name_that_makes_no_plain_address_gets_no_mail(name: str, mail_of: MailOf) -> None:
    assert await address_of(User(name), mail_of(SimpleNamespace(port=25))) == ""


async def test_the_login_knows_better_than_the_name(mail_of: MailOf) -> None:
    mail = mail_of(SimpleNamespace(port=25), auth_state="oauth_user.email")
    state = {"oauth_user": {"email": "ada.l@example.com"}}
    assert await address_of(User("ada", state), mail) == "ada.l@example.com"
    assert await address_of(User("ada"), mail) == "ada@example.org"
    bad = {"oauth_user": {"email": "x@example.com\nBcc: y@example.com"}}
    assert await address_of(User("ada", bad), mail) == ""
