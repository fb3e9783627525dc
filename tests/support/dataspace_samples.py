"""The protocol's own schemas and examples, a line that checks what goes over it, and providers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft201909Validator
from referencing import Registry, Resource

from officina_hub.federation.dataspace.line import Line
from officina_hub.federation.dataspace.messages import Message, json_of
from officina_hub.federation.dataspace.partner import Partner
from officina_hub.federation.fetching import Reply

TESTS: Final = Path(__file__).parent.parent
OFFICIAL: Final = TESTS / "data" / "dataspace-protocol"
COURSE: Final = TESTS.parent / "courses" / "data-spaces" / "source" / "03-negotiate"
ROOMS: Final = ("catalog", "negotiation", "transfer")
PRICES: Final = "urn:uuid:2266af5e-ef27-52bc-b7e7-384972725f59"
LOAD: Final = "urn:uuid:816feb52-f7ca-56f3-80bb-8fb343919eb4"


def registry() -> Registry[Any]:
    """All schemas by their own addresses, so that none is looked for elsewhere.

    Three of them refer to "#definitions/…", which leads nowhere; "#/definitions/…" is meant.
    """
    texts = [path.read_text() for path in OFFICIAL.rglob("*-schema.json")]
    schemas = [json.loads(text.replace("#definitions/", "#/definitions/")) for text in texts]
    return Registry().with_resources(
        (each["$id"], Resource.from_contents(each)) for each in schemas
    )


REGISTRY: Final = registry()


def schema_of(kind: str) -> str:
    """The address of a message's schema: ContractRequestMessage is contract-request-message."""
    dashed = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in kind)
    name = f"{dashed.strip('-')}-schema.json"
    found = next(path for path in OFFICIAL.rglob(name))
    address: str = json.loads(found.read_text())["$id"]
    return address


def check_official(plain: dict[str, Any], kind: str = "") -> None:
    """Raise where the protocol's own schema refuses it."""
    schema = {"$ref": schema_of(kind or plain["@type"])}
    Draft201909Validator(schema, registry=REGISTRY).validate(plain)


def official_examples() -> list[Path]:
    """Of messages."""
    return sorted(path for room in ROOMS for path in (OFFICIAL / room / "example").glob("*.json"))


class CheckedLine(Line):
    """Whatever is sent is checked against the schemas first, and what is answered, too."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[str] = []

    def post(self, partner: Partner, address: str, message: Message) -> Reply:
        plain = message.written()
        check_official(plain)
        self.sent.append(plain["@type"])
        reply = super().post(partner, address, message)
        answer = json_of(reply.body) if reply.body else {}
        if answer.get("@type"):
            check_official(answer)
        return reply


@contextmanager
def course_provider() -> Iterator[Partner]:
    """The provider of the course on data spaces: another program, which offers before it agrees."""
    with subprocess.Popen(
        [sys.executable, "-I", str(COURSE / "test_provider.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        yield Partner(
            id="course",
            address=address,
            participant="did:web:provider.example",
            ourselves="did:web:bakery.example",
            private_network=True,
        )
        assert process.stdin is not None
        process.stdin.close()
