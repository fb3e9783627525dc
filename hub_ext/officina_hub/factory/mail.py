"""The part of ``factory.toml`` about telling people by mail what they need not wait for."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from officina_courses.model import Frozen
from officina_spawners.profiles.names import AbsolutePath, HostAddress, InWords

_SAFE = r"[A-Za-z0-9._%+-]"
_DOMAIN = r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"

MailAddress = Annotated[
    str,
    StringConstraints(pattern=rf"^{_SAFE}+@{_DOMAIN}$", max_length=254),
    InWords("a plain e-mail address"),
]
AddressPattern = Annotated[
    str,
    StringConstraints(pattern=rf"^{_SAFE}*\{{name\}}{_SAFE}*@{_DOMAIN}$", max_length=254),
    InWords("an e-mail address with {name} in it, such as {name}@example.org"),
]
WebSite = Annotated[
    str,
    StringConstraints(pattern=rf"^https?://{_DOMAIN}(?::[0-9]{{1,5}})?$", max_length=254),
    InWords("https:// and a host name, without a path"),
]
StateKey = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$", max_length=200),
    InWords("names joined by dots, such as oauth_user.email"),
]

NEEDED = "host, sender, site, and one of address and auth_state, or nothing at all"


class Mail(Frozen):
    """The server that mails people whose session has started; without `host` nobody is mailed."""

    host: HostAddress | Literal[""] = Field(default="", description="The SMTP server.")
    port: int = Field(default=587, ge=1, le=65_535, description="Its port.")
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="`starttls`: begin in plain and change to TLS before anything is said, or send "
        "nothing. `tls`: TLS from the first byte (port 465). `none`: only for a server on this "
        "machine.",
    )
    ca_file: AbsolutePath | Literal[""] = Field(
        default="",
        description="Certificates that the server's is checked against. Empty: the system's.",
    )
    user: str = Field(default="", max_length=200, description="Account there. Empty: no login.")
    password_file: AbsolutePath | Literal[""] = Field(
        default="", description="File with its password, for the hub's account alone."
    )
    sender: MailAddress | Literal[""] = Field(
        default="", description="From whom the mails are; answers and bounces go there."
    )
    address: AddressPattern | Literal[""] = Field(
        default="", description="A person's address, made from their name on this hub."
    )
    auth_state: StateKey | Literal[""] = Field(
        default="",
        description="Where the login keeps a person's address in JupyterHub's `auth_state`; it "
        "counts before `address`. Needs `c.Authenticator.enable_auth_state`.",
    )
    site: WebSite | Literal[""] = Field(
        default="", description="Where people reach this hub; the mails link to it."
    )

    @property
    def is_offered(self) -> bool:
        """Whether there is a server to send by."""
        return bool(self.host)

    @model_validator(mode="after")
    def _is_whole(self) -> Mail:
        is_known = bool(self.address or self.auth_state)
        is_whole = bool(self.host and self.sender and self.site and is_known)
        if any((self.host, self.sender, self.site, is_known, self.user)) and not is_whole:
            raise ValueError(NEEDED)
        if bool(self.user) != bool(self.password_file):
            raise ValueError("user and password_file together, or neither")
        return self
