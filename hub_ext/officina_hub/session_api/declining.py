"""A wish that is declined in sentences, which reach a page in parts and so in its language."""

from __future__ import annotations

import json

from tornado.web import HTTPError

from officina_courses.saying import Saying, Sayings, in_english


class Declined(HTTPError):  # noqa: N818 - it says what was done with the wish
    """An answer of 4xx or 503: ``message`` is English, and ``said`` the same in parts."""

    def __init__(self, status: int, *said: Saying) -> None:
        super().__init__(status, in_english(said))
        self.said: Sayings = said

    def body(self) -> str:
        """What the holder of the token reads."""
        said = [each.model_dump(mode="json") for each in self.said]
        told = {"status": self.status_code, "message": in_english(self.said), "said": said}
        return json.dumps(told)
