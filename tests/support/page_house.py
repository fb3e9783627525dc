"""A portal whose pages a test reads as a browser would: with forms, without a real Hub."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bs4 import BeautifulSoup
from page_samples import sample_grade
from portal_house import NOTEBOOK, PREFIX, Answer, House
from stub_servers import Servers, add_servers
from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from officina_courses.marks import FeedbackPage
from officina_widgets.wire import GradeResult

LEAF = {"leaf.ipynb": NOTEBOOK}


def soup(answer: Answer) -> BeautifulSoup:
    """The page, parsed."""
    return BeautifulSoup(answer.content, "html.parser")


def text_of(answer: Answer) -> str:
    """What a reader reads, with single spaces."""
    return " ".join(soup(answer).get_text(" ").split())


class PageHouse(House):
    """The house with a Hub that starts servers."""

    def __init__(self, data_dir: Path, **limits: Any) -> None:
        super().__init__(data_dir, **limits)
        self.servers: Servers = add_servers(self.hub)

    async def open(
        self,
        path: str,
        token: str | None = None,
        *,
        form: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Get a page, or post a form to it; redirects are not followed."""
        told = dict(headers or {})
        if token is not None:
            told["Authorization"] = f"token {token}"
        request = HTTPRequest(
            self.url + path,
            method="GET" if form is None else "POST",
            headers=told,
            body=None if form is None else urlencode(form),
            follow_redirects=False,
        )
        response = await AsyncHTTPClient().fetch(request, raise_error=False)
        return Answer(response.code, response.headers, response.body or b"")

    async def hand_in(self, name: str, exercise: str = "leaf", course_id: str = "tea") -> str:
        """Submit something; gives the id of the submission."""
        answer = await self.submit(name, LEAF, exercise, course_id)
        assert answer.status in {200, 201}, answer.content
        return str(answer.json["submission_id"])

    async def grade(
        self,
        state: str = "graded",
        *,
        score: float = 9.5,
        message: str = "",
        page: str = "<p>Well done</p>",
    ) -> None:
        """Do the next piece of work as the grader would."""
        claimed = await self.ask("POST", "queue/claim", "grader", send={"worker": "w"})
        assert claimed.status == 200, claimed.content
        has_marks = state != "ungradable"
        result = GradeResult.model_validate(
            {
                "state": state,
                "message": message,
                "grade": sample_grade(score, needs_manual=state == "needs_manual")
                if has_marks
                else None,
                "feedback": (FeedbackPage(notebook="notebook", html=page),) if has_marks else (),
            }
        )
        send = {"lease": claimed.json["lease"], "grade": json.loads(result.model_dump_json())}
        answer = await self.ask("POST", f"queue/{claimed.json['id']}/result", "grader", send=send)
        assert answer.status == 204, answer.content

    async def fail(self, message: str) -> None:
        """Give up the next piece of work, as the grader would, with that sentence."""
        claimed = await self.ask("POST", "queue/claim", "grader", send={"worker": "w"})
        assert claimed.status == 200, claimed.content
        send = {"lease": claimed.json["lease"], "failure": {"message": message, "retry": False}}
        answer = await self.ask("POST", f"queue/{claimed.json['id']}/result", "grader", send=send)
        assert answer.status == 204, answer.content

    def location_of(self, address: str) -> str:
        """An address on a page, below the portal's prefix."""
        return address.removeprefix(PREFIX)

    def location(self, answer: Answer) -> str:
        """Where a redirect leads, below the portal's prefix where it is one of its pages."""
        return answer.headers["Location"].removeprefix(PREFIX)
