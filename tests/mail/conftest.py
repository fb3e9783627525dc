"""A hub's facts about a real mail server on the loopback."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from certipy import Certipy
from mail_server import MailServer, running_mail_server

from officina_hub.factory.mail import Mail


@pytest.fixture
def authority(tmp_path: Path) -> Certipy:
    certipy = Certipy(store_dir=str(tmp_path / "ca"))
    certipy.create_ca("authority")
    certipy.create_signed_pair("mail", "authority", alt_names=["IP:127.0.0.1"])
    return certipy


@pytest_asyncio.fixture
async def server() -> AsyncIterator[MailServer]:
    async with running_mail_server() as found:
        yield found


@pytest_asyncio.fixture
async def secure_server(authority: Certipy) -> AsyncIterator[MailServer]:
    """Takes a login, and only after STARTTLS."""
    files = authority.store.get_record("mail")["files"]
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(files["cert"], files["key"])
    async with running_mail_server(context) as found:
        yield found


@pytest.fixture
def mail_of() -> Callable[..., Mail]:
    def made(server: MailServer, **changes: Any) -> Mail:
        known = {
            "host": "127.0.0.1",
            "port": server.port,
            "security": "none",
            "sender": "officina@example.org",
            "address": "{name}@example.org",
            "site": "https://hub.example.org",
        }
        return Mail.model_validate({**known, **changes})

    return made
