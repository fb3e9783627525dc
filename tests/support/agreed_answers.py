"""What a scripted portal tells about data that came under agreements."""

from __future__ import annotations

import json

AGREED_ROUTES = (
    ("GET", r"data-agreements", "data_agreements"),
    ("GET", r"data-agreements/([^/]+)/agreement", "data_agreement"),
    ("GET", r"data-agreements/([^/]+)/data", "agreed_data"),
)


class AgreedAnswers:
    """The agreements are ada's; ``agreed`` are the bytes of each."""

    agreements: list[dict[str, object]] = []  # noqa: RUF012 - a test sets its own
    agreed = b""

    def data_agreements(self, user: str, query: dict[str, str]) -> bytes:
        return json.dumps(self.agreements if user == "ada" else []).encode()

    def data_agreement(self, user: str, query: dict[str, str], number: str) -> bytes:
        return json.dumps({"@id": "urn:agreement", "title": number}).encode()

    def agreed_data(self, user: str, query: dict[str, str], number: str) -> bytes:
        return self.agreed
