"""The test provider of the course data-spaces: what it agrees to, and what it refuses."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "courses" / "data-spaces" / "source" / "03-negotiate"
CONTEXT = "https://w3id.org/dspace/2025/1/context.jsonld"


@pytest.fixture(scope="module")
def dataspace() -> ModuleType:
    """The learner's side, as notebooks import it."""
    spec = importlib.util.spec_from_file_location("data_space_connector", FOLDER / "connector.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def address(dataspace: ModuleType) -> Iterator[str]:
    provider = dataspace.TestProvider(5, 24)
    yield provider.address
    provider.stop()


@pytest.fixture
def connector(dataspace: ModuleType, address: str) -> Iterator[Any]:
    with dataspace.Connector(address) as connected:
        yield connected


@pytest.fixture
def dataset(connector: Any) -> dict[str, Any]:
    """The dataset whose terms the provider keeps to."""
    asked = message("CatalogRequestMessage", filter=[])
    _, catalogue = connector.send("/catalog/request", asked)
    return next(each for each in catalogue["dataset"] if each["dct:title"] == "Power price by hour")


def message(kind: str, **more: object) -> dict[str, Any]:
    return {"@context": [CONTEXT], "@type": kind, **more}


def wish(connector: Any, dataset: dict[str, Any], **terms: object) -> dict[str, Any]:
    offer = {**dataset["hasPolicy"][0], "target": dataset["@id"], **terms}
    more = {"consumerPid": "urn:us:1", "offer": offer, "callbackAddress": connector.callback}
    return message("ContractRequestMessage", **more)


def test_a_negotiation_leads_to_the_data_that_the_catalogue_promised(
    connector: Any, dataset: dict[str, Any]
) -> None:
    _, told = connector.send("/negotiations/request", wish(connector, dataset))
    ids = {name: told[name] for name in ("consumerPid", "providerPid")}
    path = f"/negotiations/{told['providerPid']}"
    states = [told["state"]]

    def hear() -> dict[str, Any]:
        heard: dict[str, Any] = connector.hear()
        states.append(connector.ask(path)[1]["state"])
        return heard

    hear()
    accept = message("ContractNegotiationEventMessage", eventType="ACCEPTED", **ids)
    assert connector.send(f"{path}/events", accept)[0] == 200
    agreement = hear()["agreement"]
    verify = message("ContractAgreementVerificationMessage", **ids)
    assert connector.send(f"{path}/agreement/verification", verify)[0] == 200
    hear()
    assert states == ["REQUESTED", "OFFERED", "AGREED", "FINALIZED"]
    terms = ("permission", "prohibition", "obligation")
    assert [agreement[name] for name in terms] == [dataset["hasPolicy"][0][name] for name in terms]

    more = {"agreementId": agreement["@id"], "format": "HttpData-PULL", "consumerPid": "urn:us:2"}
    request = message("TransferRequestMessage", callbackAddress=connector.callback, **more)
    status, transfer = connector.send("/transfers/request", request)
    assert (status, transfer["state"]) == (201, "REQUESTED")
    data_address = connector.hear()["dataAddress"]
    place = data_address["endpoint"].removeprefix(connector.root)
    token = data_address["endpointProperties"][0]["value"]
    _, content = connector.get(place, token)
    promised = dataset["distribution"][0]["spdx:checksum"]["spdx:checksumValue"]
    assert hashlib.sha256(content).hexdigest() == promised
    done = {"consumerPid": "urn:us:2", "providerPid": transfer["providerPid"]}
    completion = message("TransferCompletionMessage", **done)
    path = f"/transfers/{transfer['providerPid']}"
    assert connector.send(f"{path}/completion", completion)[0] == 200
    assert connector.ask(path)[1]["state"] == "COMPLETED"
    assert connector.get(place, token)[0] == 404, "the token opens nothing after the transfer"


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("altered-offer", {"offer": {"prohibition": []}}),
        ("wrong-target", {"offer": {"target": "urn:another"}}),
        ("unknown-offer", {"offer": {"@id": "urn:nobodys"}}),
        ("unknown-address", {"callbackAddress": "http://192.0.2.1/away"}),
        ("wrong-context", {"@context": ["https://other.example/"]}),
        ("incomplete", {"consumerPid": ""}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_request_that_is_not_the_catalogues_is_refused(
    connector: Any, dataset: dict[str, Any], code: str, change: dict[str, Any]
) -> None:
    asked = wish(connector, dataset, **change.get("offer", {}))
    asked |= {name: value for name, value in change.items() if name != "offer"}
    status, told = connector.send("/negotiations/request", asked)
    assert (status, told["@type"], told["code"]) == (400, "ContractNegotiationError", code)


def test_a_message_at_the_wrong_time_is_refused_and_changes_nothing(
    connector: Any, dataset: dict[str, Any]
) -> None:
    _, told = connector.send("/negotiations/request", wish(connector, dataset))
    connector.hear()
    path = f"/negotiations/{told['providerPid']}"
    ids = {name: told[name] for name in ("consumerPid", "providerPid")}
    verify = message("ContractAgreementVerificationMessage", **ids)
    status, refusal = connector.send(f"{path}/agreement/verification", verify)
    assert (status, refusal["code"]) == (400, "wrong-transition")
    assert connector.ask(path)[1]["state"] == "OFFERED"
    more = {"agreementId": "urn:none", "format": "HttpData-PULL", "consumerPid": "urn:us:3"}
    request = message("TransferRequestMessage", callbackAddress=connector.callback, **more)
    status, refusal = connector.send("/transfers/request", request)
    assert (status, refusal["@type"], refusal["code"]) == (400, "TransferError", "no-agreement")
