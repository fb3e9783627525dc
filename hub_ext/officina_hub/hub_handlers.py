"""The one narrow door that the portal has into the Hub: the server account of a course.

``PUT <hub>/api/officina/courses/<course_id>`` with ``{"trainers": ["name", ...]}`` makes the user
``course-<course_id>``, puts it into the group of course servers, and sets the members of the group
``course-<course_id>-trainers``. Doing it twice changes nothing. It needs the one scope that only
the portal holds, so the portal needs no right over users and groups in general.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from jupyterhub import orm
from jupyterhub.apihandlers.base import APIHandler
from pydantic import Field, StringConstraints, TypeAdapter, ValidationError
from tornado import web

from officina_courses.model import CourseId, Frozen
from officina_hub import scopes
from officina_hub.hub_roles import COURSE_SERVERS, COURSE_USER_PREFIX

UserName = Annotated[str, StringConstraints(min_length=1, max_length=255)]
COURSE_ID = TypeAdapter(CourseId)

NOT_YOURS = (
    f"This token does not hold the scope {scopes.COURSE_SERVERS}, so no account was made. Only the "
    "learning portal may ask for this; use its own pages or API."
)
NOT_A_COURSE = (
    "{found!r} cannot be the id of a course, so no account was made. An id has a-z, 0-9 and -, "
    "begins with a letter, and is at most 40 characters long."
)
NOT_TRAINERS = (
    'The body of this request is not {{"trainers": ["name", ...]}} ({found}), so nothing was '
    "changed. Send a JSON object with one list of user names."
)
NO_SUCH_USERS = (
    "The Hub does not know the users {found}, so nothing was changed. A trainer must have logged "
    "in once; send the other names alone."
)


class CourseAccount(Frozen):
    """The body of the request."""

    trainers: tuple[UserName, ...] = Field(max_length=1000)


class CourseAccountHandler(APIHandler):
    """Make the account of a course and say who its trainers are."""

    def put(self, course_id: str) -> None:
        # needs_scope wants the scope defined at import, when the Hub has not read its own yet.
        if not self.has_scope(scopes.COURSE_SERVERS):
            raise web.HTTPError(403, NOT_YOURS)
        course_id = self._checked_id(course_id)
        trainers = self._known_users(self._body().trainers)
        account = self._account(COURSE_USER_PREFIX + course_id)
        servers = self._group(COURSE_SERVERS)
        if servers not in account.orm_user.groups:
            servers.users.append(account.orm_user)
        group = self._group(f"{COURSE_USER_PREFIX}{course_id}-trainers")
        group.users = trainers
        self.db.commit()
        # The course's server is the factory's own, like the portal: its trainers are not asked
        # whether it may know who they are. The Hub keeps this list for as long as it runs.
        self.settings["oauth_no_confirm_list"].add(f"jupyterhub-user-{account.name}")
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps({"user": account.name, "group": group.name}))

    def _checked_id(self, course_id: str) -> str:
        try:
            return COURSE_ID.validate_python(course_id)
        except ValidationError:
            raise web.HTTPError(400, NOT_A_COURSE.format(found=course_id[:60])) from None

    def _body(self) -> CourseAccount:
        try:
            return CourseAccount.model_validate_json(self.request.body)
        except ValidationError as error:
            found = error.errors()[0]["msg"]
            raise web.HTTPError(400, NOT_TRAINERS.format(found=found)) from None

    def _known_users(self, names: tuple[str, ...]) -> list[Any]:
        users = {name: orm.User.find(self.db, name) for name in dict.fromkeys(names)}
        unknown = [name for name, user in users.items() if user is None]
        if unknown:
            shown = ", ".join(repr(name[:60]) for name in unknown[:5])
            raise web.HTTPError(400, NO_SUCH_USERS.format(found=shown))
        return list(users.values())

    def _account(self, name: str) -> Any:
        """The hub user of that name, with the record of its server, which shares point to.

        The authenticator is not told: this is nobody who logs in, and PAM would look for a person.
        """
        account = self.find_user(name)
        if account is None:
            account = self.user_from_username(name)
        account.get_or_create_spawner("", "")
        return account

    def _group(self, name: str) -> Any:
        group = orm.Group.find(self.db, name=name)
        if group is None:
            group = orm.Group(name=name)
            self.db.add(group)
        return group


def handlers() -> list[tuple[str, type[APIHandler]]]:
    """``c.JupyterHub.extra_handlers``."""
    return [(r"/api/officina/courses/([^/]+)", CourseAccountHandler)]
