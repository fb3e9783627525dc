"""Log in to the demo: three accounts with random passwords, on this machine only."""

from __future__ import annotations

import math
import secrets
from pathlib import Path
from typing import Any, Final

from jupyterhub.auth import Authenticator
from tornado import web
from traitlets import Unicode, default

from officina_hub.demo_accounts import DemoAccount, read_accounts
from officina_hub.errors import NotLoopback
from officina_hub.hub_roles import COURSE_USER_PREFIX
from officina_hub.login_backoff import LoginBackoff
from officina_hub.loopback import refuse_in_app

LONGEST_NAME: Final = 64
LONGEST_PASSWORD: Final = 200

TOO_OFTEN: Final = (
    "Too many wrong passwords for this name from here. To keep guessers out, the next try is "
    "looked at in {seconds} seconds. The passwords were printed when Officina started, and stand "
    "in demo-accounts.json of its data folder."
)


class DemoAuthenticator(Authenticator):
    """Three printed accounts; refuses to start where anything but loopback could reach it."""

    accounts_file = Unicode(
        help="""JSON file with the demo accounts and their passwords.

        ``officina up`` makes it at its first start, readable by its own account only.
        """
    ).tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._backoff = LoginBackoff()
        if self.parent is not None:
            self._refuse_network()
        self._accounts: dict[str, DemoAccount] = {
            account.name: account for account in read_accounts(Path(self.accounts_file)).accounts
        }

    @default("allow_all")
    def _allow_all_default(self) -> bool:
        # Whoever knows one of the three passwords is allowed; there is nobody else.
        return True

    @default("admin_users")
    def _admin_users_default(self) -> set[str]:
        return {"admin"}

    def _refuse_network(self) -> None:
        try:
            refuse_in_app(self.parent)
        except NotLoopback as error:
            self.log.critical("%s", error)
            self.parent.exit(1)

    async def authenticate(self, handler: Any, data: dict[str, str]) -> str | None:
        """The account's name where name and password fit, else None.

        Raises
        ------
        tornado.web.HTTPError
            429 while this pair of name and address has to wait.

        """
        name = data.get("username", "").strip().lower()[:LONGEST_NAME]
        address = handler.request.remote_ip or ""
        wait = self._backoff.seconds_to_wait(name, address)
        if wait > 0:
            raise _too_often(math.ceil(wait))
        if self._fits(self._accounts.get(name), data.get("password", "")):
            self._backoff.succeeded(name, address)
            return name
        self._backoff.failed(name, address)
        return None

    @staticmethod
    def _fits(account: DemoAccount | None, password: str) -> bool:
        """Compare in the same time whether the name exists or not."""
        known = account is not None and not account.name.startswith(COURSE_USER_PREFIX)
        expected = account.password if account is not None else secrets.token_hex(8)
        given = password[:LONGEST_PASSWORD]
        return secrets.compare_digest(expected.encode(), given.encode("utf-8", "replace")) and known


def _too_often(seconds: int) -> web.HTTPError:
    error = web.HTTPError(429, TOO_OFTEN.format(seconds=seconds), reason="Too many wrong passwords")
    # JupyterHub takes headers of an error page from the exception.
    error.headers = {"Retry-After": str(seconds)}  # type: ignore[attr-defined]  # as it reads it
    return error
