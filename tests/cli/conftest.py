"""The command line as a function of its arguments."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from officina_hub.cli.main import cli

Officina = Callable[..., Result]


@pytest.fixture
def officina(monkeypatch) -> Officina:
    monkeypatch.delenv("OFFICINA_PORTAL_URL", raising=False)
    monkeypatch.delenv("JUPYTERHUB_API_TOKEN", raising=False)

    def run(*arguments: object, **options) -> Result:
        return CliRunner().invoke(cli, [str(each) for each in arguments], **options)

    return run
