"""The API's description is whole and well formed."""

from __future__ import annotations

import re
from typing import Any

from portal_house import House

from officina_hub.portal.api.routes import ROUTES
from officina_hub.portal.openapi import document, operation_of

METHODS = ("get", "put", "post", "patch", "delete")


def described() -> dict[str, Any]:
    return document(ROUTES, prefix="/services/officina/", version="1")


def test_every_address_and_method_is_described() -> None:
    paths = described()["paths"]

    assert list(paths) == ["/" + route.path for route in ROUTES]
    for route in ROUTES:
        has = {method for method in METHODS if operation_of(route.handler, method)}
        assert has
        assert set(paths["/" + route.path]) == has


def test_every_reference_leads_somewhere() -> None:
    made = described()
    found = set(re.findall(r"'#/components/schemas/(\w+)'", str(made)))

    assert found
    assert found <= set(made["components"]["schemas"])


def test_every_operation_is_complete() -> None:
    names = []
    for path, item in described()["paths"].items():
        for operation in item.values():
            names.append(operation["operationId"])
            assert operation["summary"]
            parameters = [each["name"] for each in operation["parameters"] if each["in"] == "path"]
            assert parameters == re.findall(r"\{(\w+)\}", path)
            statuses = {int(status) for status in operation["responses"]}
            assert min(statuses) < 300
            assert {401, 403, 404} <= statuses
    assert len(names) == len(set(names))


async def test_the_description_is_served_without_login(empty_house: House) -> None:
    answer = await empty_house.ask("GET", "openapi.json")

    assert answer.json["openapi"] == "3.1.0"
    assert answer.json["servers"] == [{"url": "/services/officina/api"}]


async def test_health_tells_the_version_and_the_queue(house: House) -> None:
    await house.submit("ada", {"leaf.ipynb": b"1"})

    health = (await house.ask("GET", "health")).json
    assert (health["status"], health["waiting_jobs"]) == ("ok", 1)
