"""The part of ``factory.toml`` about requests for access: who is told of one, and how."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from officina_courses.model import Frozen
from officina_hub.factory.mail import MailAddress
from officina_spawners.profiles.names import AbsolutePath, InWords

PostAddress = Annotated[
    str,
    StringConstraints(
        pattern=r"^https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?/[A-Za-z0-9._~/%-]*$", max_length=500
    ),
    InWords("https://, a host name and a path, without a query"),
]
NEEDED = "post_token_file only together with post"
PLAIN = "post with https, unless post_private allows an address of one's own network"


class Requests(Frozen):
    """Who is told of a request for access, beside the advisors who see it in the portal."""

    mail: MailAddress | Literal[""] = Field(
        default="",
        description="Who of this factory gets a mail about each request. Empty: `contact` of "
        "`[factory]`. Needs `[mail]`.",
    )
    owners: bool = Field(
        default=True,
        description="Whether the contact address that a service's or dataset's description names "
        "gets the mail, too. The form tells the person so before they send.",
    )
    post: PostAddress | Literal[""] = Field(
        default="",
        description="Address that each request is posted to as JSON, such as a ticket system's.",
    )
    post_token_file: AbsolutePath | Literal[""] = Field(
        default="",
        description="File with a token for it, sent as `Authorization: Bearer …`; for the hub's "
        "account alone.",
    )
    post_private: bool = Field(
        default=False,
        description="Whether that address may lie in a private network or on this machine.",
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Requests:
        if self.post_token_file and not self.post:
            raise ValueError(NEEDED)
        if self.post.startswith("http://") and not self.post_private:
            raise ValueError(PLAIN)
        return self
