"""Wishes on the disk and the postman: one mail for each, whatever happens in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from officina_hub.factory.mail import Mail
from officina_hub.mail import postman as postman_module
from officina_hub.mail.postman import Postman
from officina_hub.mail.sending import PAUSES
from officina_hub.mail.wishes import MailWish, Outcome, Wishes

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WISH = MailWish(key="ada", user="ada", server_name="", asked_at=NOON)
STARTED = Outcome(has_started=True, title="GPU", url="/user/ada/")
FAILED = Outcome(has_started=False, title="GPU", url="/", sentence="It ended.")


class House:
    """A postman whose sessions, mail server and clock a test moves by hand."""

    def __init__(self, folder: Path, mail: Mail) -> None:
        self.folder = folder
        self.mail = mail
        self.now = NOON
        self.outcome: Outcome | None = None
        self.error: Exception | None = None
        self.letters: list[EmailMessage] = []
        self.postman = self.new_hub()

    def new_hub(self) -> Postman:
        self.postman = Postman(
            self.mail,
            "Demo",
            Wishes(self.folder),
            {"ada": SimpleNamespace(name="ada")}.get,
            send=self._send,
            clock=lambda: self.now,
        )
        return self.postman

    async def look_at(self, wish: MailWish, user: Any, now: datetime) -> MailWish:
        return wish.model_copy(update={"outcome": self.outcome, "has_moved": True})

    def _send(self, mail: Mail, told: EmailMessage) -> None:
        if self.error is not None:
            raise self.error
        self.letters.append(told)


@pytest.fixture
def house(tmp_path: Path, mail_of: Callable[..., Mail], monkeypatch: pytest.MonkeyPatch) -> House:
    found = House(tmp_path / "wishes", mail_of(SimpleNamespace(port=25)))
    monkeypatch.setattr(postman_module, "outcome_of", found.look_at)
    return found


async def test_one_mail_comes_when_it_runs_and_no_second_one(house: House) -> None:
    await house.postman.take(WISH)
    assert await house.postman.look() == 1
    assert house.letters == []
    house.outcome = STARTED
    await house.postman.look()
    assert [each["Subject"] for each in house.letters] == ["Demo: your session has started"]
    assert await house.postman.look() == 0
    assert len(house.letters) == 1


async def test_a_wish_outlives_the_hub(house: House) -> None:
    await house.postman.take(WISH)
    house.outcome = FAILED
    house.new_hub()
    await house.postman.look()
    assert "It ended." in house.letters[0].get_content()


async def test_what_has_become_of_it_is_kept_while_the_mail_server_is_away(house: House) -> None:
    await house.postman.take(WISH)
    house.outcome, house.error = STARTED, ConnectionRefusedError()
    await house.postman.look()
    house.outcome, house.error = FAILED, None  # it ran, and is over in the meantime
    house.new_hub()
    await house.postman.look()
    assert house.letters == [], "the pause after a failure holds over a restart"
    house.now += timedelta(minutes=PAUSES[0])
    await house.postman.look()
    assert [each["Subject"] for each in house.letters] == ["Demo: your session has started"]


async def test_a_server_that_stays_away_is_given_up_at_last(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.postman.take(WISH)
    house.outcome, house.error = STARTED, TimeoutError("no")
    for pause in PAUSES:
        assert await house.postman.look() == 1
        house.now += timedelta(minutes=pause)
    await house.postman.look()
    assert await house.postman.look() == 0
    assert "given up after 10 tries" in caplog.text


async def test_a_wish_taken_back_brings_no_mail(house: House) -> None:
    await house.postman.take(WISH)
    assert await house.postman.is_wished("ada")
    await house.postman.drop("ada")
    house.outcome = STARTED
    assert await house.postman.look() == 0
    assert house.letters == []


async def test_a_damaged_file_is_nobodys_wish_and_stops_no_other(house: House) -> None:
    await house.postman.take(WISH)
    (house.folder / "bob.json").write_text("{")
    house.outcome = STARTED
    await house.postman.look()
    assert len(house.letters) == 1
