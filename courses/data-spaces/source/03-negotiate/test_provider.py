"""A test provider: it offers two made-up datasets over the Dataspace Protocol 2025-1, on 127.0.0.1 only.

It is made for this course and is no product. It speaks the messages, paths and states of the protocol's HTTPS binding, so a real
connector can take its place; it leaves out what needs the outside world: encryption, identities and a filter for the catalogue.

    python test_provider.py --seed 5 --hours 48

prints its address in one line, serves until its standard input is closed, and forgets everything then.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import threading
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timezone
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from urllib.parse import unquote, urlsplit

CONTEXT = "https://w3id.org/dspace/2025/1/context.jsonld"
BASE = "/dsp"
TERMS = ("permission", "prohibition", "obligation")
LONGEST = 1_000_000  # bytes of a message
# Which message a consumer may send in which state, and the state after it.
NEGOTIATION = {
    ("OFFERED", "ContractRequestMessage"): "REQUESTED",
    ("OFFERED", "ContractNegotiationEventMessage"): "ACCEPTED",
    ("AGREED", "ContractAgreementVerificationMessage"): "VERIFIED",
    ("REQUESTED", "ContractNegotiationTerminationMessage"): "TERMINATED",
    ("OFFERED", "ContractNegotiationTerminationMessage"): "TERMINATED",
    ("AGREED", "ContractNegotiationTerminationMessage"): "TERMINATED",
}
TRANSFER = {
    ("STARTED", "TransferCompletionMessage"): "COMPLETED",
    ("STARTED", "TransferSuspensionMessage"): "SUSPENDED",
    ("SUSPENDED", "TransferStartMessage"): "STARTED",
    ("REQUESTED", "TransferTerminationMessage"): "TERMINATED",
    ("STARTED", "TransferTerminationMessage"): "TERMINATED",
    ("SUSPENDED", "TransferTerminationMessage"): "TERMINATED",
}
NEGOTIATION_PATHS = {
    "request": "ContractRequestMessage",
    "events": "ContractNegotiationEventMessage",
    "agreement/verification": "ContractAgreementVerificationMessage",
    "termination": "ContractNegotiationTerminationMessage",
}
TRANSFER_PATHS = {
    "start": "TransferStartMessage",
    "completion": "TransferCompletionMessage",
    "suspension": "TransferSuspensionMessage",
    "termination": "TransferTerminationMessage",
}


class Refused(Exception):
    """A message that is answered with an error of the protocol."""

    def __init__(self, status, code, reason):
        super().__init__(reason)
        self.status, self.code, self.reason = status, code, reason


@dataclass
class Process:
    """A negotiation or a transfer: two ids, a state, and where the consumer listens."""

    consumer_pid: str
    provider_pid: str
    callback: str
    state: str = "REQUESTED"
    offer: dict = field(default_factory=dict)
    agreement: dict = field(default_factory=dict)
    token: str = ""
    # Held until the consumer has confirmed a message, so that no answer to it comes too early.
    lock: threading.RLock = field(default_factory=threading.RLock)


def message(kind, process, **more):
    """A message of the protocol about a process."""
    ids = {"providerPid": process.provider_pid, "consumerPid": process.consumer_pid}
    return {"@context": [CONTEXT], "@type": kind, **ids, **more}


def needed(received, kind, *names):
    """Refuse a message of another kind, without the context, or without one of the names."""
    if received.get("@type") != kind:
        raise Refused(400, "wrong-type", f"Here a {kind} is expected, and {received.get('@type')!r} came.")
    context = received.get("@context")
    if not isinstance(context, list) or CONTEXT not in context:
        raise Refused(400, "wrong-context", f"@context must be a list that has {CONTEXT}.")
    lacking = [name for name in names if not received.get(name)]
    if lacking:
        raise Refused(400, "incomplete", f"The {kind} lacks {', '.join(lacking)}.")


def same_terms(one, other):
    """Whether two policies have the same rules; their order makes no difference."""

    def rules(policy, name):
        return sorted(json.dumps(rule, sort_keys=True) for rule in policy.get(name, []))

    return all(rules(one, name) == rules(other, name) for name in TERMS)


def made_up_prices(hours, chance):
    """Prices of power by hour, as text in the form of CSV."""
    shape = [9, 8, 7, 7, 8, 10, 14, 18, 17, 14, 11, 9, 7, 6, 7, 9, 13, 19, 23, 22, 18, 14, 12, 10]
    lines = ["hour,price_ct_kwh"]
    for number in range(hours):
        day, hour = divmod(number, 24)
        lines.append(f"2026-11-{day + 23:02}T{hour:02}:00,{max(0.0, chance.gauss(shape[hour], 1.2)):.2f}")
    return "\n".join(lines) + "\n"


class Provider:
    """What the provider has, and what it knows of negotiations and transfers."""

    def __init__(self, catalogue, content, root, chance):
        self.catalogue, self.content, self.root, self.chance = catalogue, content, root, chance
        self.negotiations, self.transfers = {}, {}
        self.tighter = catalogue.pop("x-tighter-terms", {})  # what this provider asks for all of a sudden
        catalogue["service"][0]["endpointURL"] = root + BASE
        for dataset in catalogue["dataset"]:
            dataset["distribution"][0]["spdx:checksum"] = {
                "spdx:algorithm": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256",
                "spdx:checksumValue": hashlib.sha256(content[dataset["@id"]]).hexdigest(),
            }

    def new_id(self):
        return "urn:uuid:" + str(uuid.UUID(int=self.chance.getrandbits(128), version=4))

    # The catalogue

    def list_all(self, received):
        needed(received, "CatalogRequestMessage")
        if received.get("filter"):
            raise Refused(400, "no-filter", "This test provider has no filters: ask with an empty list.")
        return 200, self.catalogue, None

    def dataset(self, name):
        for each in self.catalogue["dataset"]:
            if each["@id"] == name:
                return 200, {"@context": [CONTEXT], **each}, None
        raise Refused(404, "unknown-dataset", f"There is no dataset {name}.")

    # Negotiations

    def offered(self, offer):
        """The catalogue's offer that a consumer speaks of, with its dataset as target."""
        for each in self.catalogue["dataset"]:
            for policy in each["hasPolicy"]:
                if isinstance(offer, dict) and policy["@id"] == offer.get("@id"):
                    return {**policy, "target": each["@id"]}
        raise Refused(400, "unknown-offer", "The catalogue has no offer with this @id.")

    def unaltered(self, offer):
        known = self.offered(offer)
        if offer.get("target") != known["target"]:
            raise Refused(400, "wrong-target", "The offer belongs to another dataset than its target says.")
        if not same_terms(offer, known):
            raise Refused(400, "altered-offer", "The terms of the offer are not those of the catalogue.")
        return known

    def begin_negotiation(self, received):
        needed(received, "ContractRequestMessage", "consumerPid", "offer", "callbackAddress")
        offer = self.unaltered(received["offer"])
        negotiation = Process(received["consumerPid"], self.new_id(), on_loopback(received["callbackAddress"]), offer=offer)
        self.negotiations[negotiation.provider_pid] = negotiation
        return 201, self.told(negotiation, "ContractNegotiation"), lambda: self.make_offer(negotiation)

    def make_offer(self, negotiation):
        offer = negotiation.offer = {**negotiation.offer, **self.tighter.get(negotiation.offer["target"], {})}
        self.tell(negotiation, "negotiations", "offers", "OFFERED", message("ContractOfferMessage", negotiation, offer=offer))

    def make_agreement(self, negotiation):
        terms = {name: negotiation.offer[name] for name in TERMS if name in negotiation.offer}
        negotiation.agreement = {
            "@id": self.new_id(), "@type": "Agreement", "target": negotiation.offer["target"],
            "timestamp": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "assigner": self.catalogue["participantId"], "assignee": "did:web:bakery.example", **terms,
        }
        agreement = message("ContractAgreementMessage", negotiation, agreement=negotiation.agreement)
        self.tell(negotiation, "negotiations", "agreement", "AGREED", agreement)

    def finalize(self, negotiation):
        event = message("ContractNegotiationEventMessage", negotiation, eventType="FINALIZED")
        self.tell(negotiation, "negotiations", "events", "FINALIZED", event)

    def go_on_negotiating(self, pid, path, received):
        kind = NEGOTIATION_PATHS[path]
        negotiation = self.process(self.negotiations, pid)
        with negotiation.lock:
            needed(received, kind, "consumerPid", "providerPid")
            if kind == "ContractNegotiationEventMessage" and received.get("eventType") != "ACCEPTED":
                raise Refused(400, "wrong-event", "A consumer's event is ACCEPTED, and no other.")
            after = self.moved(negotiation, received, NEGOTIATION)
            if kind == "ContractRequestMessage":  # a consumer's own offer: only the catalogue's terms are taken
                negotiation.offer = self.unaltered(received.get("offer"))
            negotiation.state = after
        then = {"REQUESTED": self.make_agreement, "ACCEPTED": self.make_agreement, "VERIFIED": self.finalize}.get(after)
        return 200, {}, (lambda: then(negotiation)) if then else None

    # Transfers

    def begin_transfer(self, received):
        needed(received, "TransferRequestMessage", "consumerPid", "agreementId", "format", "callbackAddress")
        agreed = [each for each in self.negotiations.values() if each.agreement.get("@id") == received["agreementId"]]
        if not agreed or agreed[0].state != "FINALIZED":
            raise Refused(400, "no-agreement", "There is no finalized agreement with this id: negotiate first.")
        if received["format"] != "HttpData-PULL":
            raise Refused(400, "unknown-format", "This dataset comes as HttpData-PULL only.")
        callback = on_loopback(received["callbackAddress"])
        transfer = Process(received["consumerPid"], self.new_id(), callback, agreement=agreed[0].agreement, token=self.new_id())
        self.transfers[transfer.provider_pid] = transfer
        return 201, self.told(transfer, "TransferProcess"), lambda: self.start_transfer(transfer)

    def start_transfer(self, transfer):
        properties = [("authorization", transfer.token), ("authType", "bearer")]
        address = {
            "@type": "DataAddress", "endpointType": "https://w3id.org/idsa/v4.1/HTTP",
            "endpoint": f"{self.root}/data/{transfer.provider_pid}",
            "endpointProperties": [{"@type": "EndpointProperty", "name": name, "value": value} for name, value in properties],
        }
        start = message("TransferStartMessage", transfer, dataAddress=address)
        self.tell(transfer, "transfers", "start", "STARTED", start)

    def go_on_transferring(self, pid, path, received):
        transfer = self.process(self.transfers, pid)
        with transfer.lock:
            needed(received, TRANSFER_PATHS[path], "consumerPid", "providerPid")
            transfer.state = self.moved(transfer, received, TRANSFER)
        return 200, {}, None

    def data(self, pid, authorization):
        transfer = self.process(self.transfers, pid)
        with transfer.lock:
            if authorization != f"Bearer {transfer.token}" or transfer.state != "STARTED":
                raise Refused(404, "not-found", "There is nothing here for you.")
            return self.content[transfer.agreement["target"]]

    # Both

    def process(self, processes, pid):
        if pid not in processes:
            raise Refused(404, "not-found", f"There is no process {pid}.")
        return processes[pid]

    def moved(self, process, received, transitions):
        if (received["consumerPid"], received["providerPid"]) != (process.consumer_pid, process.provider_pid):
            raise Refused(400, "wrong-ids", "The ids of the message are not those of this process.")
        after = transitions.get((process.state, received["@type"]))
        if after is None:
            raise Refused(400, "wrong-transition", f"In the state {process.state} no {received['@type']} is possible.")
        return after

    def told(self, process, kind):
        with process.lock:
            return message(kind, process, state=process.state)

    def tell(self, process, room, path, state, told):
        """Send a message to the consumer; the state changes when the consumer has confirmed it."""
        with process.lock:
            if process.state == "TERMINATED":
                return
            confirmed = post(f"{process.callback}/{room}/{process.consumer_pid}/{path}", told)
            process.state = state if confirmed else "TERMINATED"


def on_loopback(address):
    """The callback address, refused if it leads away from this machine."""
    parts = urlsplit(str(address))
    if parts.scheme != "http" or parts.hostname != "127.0.0.1":
        raise Refused(400, "unknown-address", "This test provider calls back to http://127.0.0.1 only.")
    return str(address).rstrip("/")


def post(address, told):
    """Whether the other side confirmed a message."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname, parts.port, timeout=10)
    try:
        connection.request("POST", parts.path, json.dumps(told), {"Content-Type": "application/json"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


class Handler(BaseHTTPRequestHandler):
    """Reads a request, asks the provider, and writes the answer."""

    provider: Provider
    told: dict = {}  # the message that is answered

    def do_GET(self):
        self.answer(self.got)

    def do_POST(self):
        self.answer(self.posted)

    def got(self, parts):
        provider = self.provider
        if parts == [".well-known", "dspace-version"]:
            return 200, {"protocolVersions": [{"version": "2025-1", "path": BASE, "binding": "HTTPS"}]}, None
        match parts:
            case ["dsp", "catalog", "datasets", name]:
                return provider.dataset(name)
            case ["dsp", "negotiations", pid]:
                return 200, provider.told(provider.process(provider.negotiations, pid), "ContractNegotiation"), None
            case ["dsp", "transfers", pid]:
                return 200, provider.told(provider.process(provider.transfers, pid), "TransferProcess"), None
            case ["data", pid]:
                return 200, provider.data(pid, self.headers.get("Authorization")), None
        raise Refused(404, "not-found", f"There is nothing at {self.path}.")

    def posted(self, parts):
        provider, received = self.provider, self.received()
        match parts:
            case ["dsp", "catalog", "request"]:
                return provider.list_all(received)
            case ["dsp", "negotiations", "request"]:
                return provider.begin_negotiation(received)
            case ["dsp", "negotiations", pid, *path] if "/".join(path) in NEGOTIATION_PATHS:
                return provider.go_on_negotiating(pid, "/".join(path), received)
            case ["dsp", "transfers", "request"]:
                return provider.begin_transfer(received)
            case ["dsp", "transfers", pid, path] if path in TRANSFER_PATHS:
                return provider.go_on_transferring(pid, path, received)
        raise Refused(404, "not-found", f"There is nothing at {self.path}.")

    def received(self):
        length = int(self.headers.get("Content-Length") or 0)
        if length > LONGEST:
            raise Refused(413, "too-long", f"A message has {LONGEST} bytes at most.")
        try:
            read = json.loads(self.rfile.read(length))
        except ValueError:
            read = None
        if not isinstance(read, dict):
            raise Refused(400, "no-json", "The message is not an object in JSON.")
        self.told = read
        return read

    def answer(self, ask):
        parts = [unquote(part) for part in self.path.strip("/").split("/")]
        try:
            status, content, then = ask(parts)
        except Refused as refusal:
            kind = {"catalog": "CatalogError", "transfers": "TransferError"}.get("".join(parts[1:2]), "ContractNegotiationError")
            # A first request has no process yet: then the provider's id is a new one that leads nowhere.
            ids = {"providerPid": self.told.get("providerPid") or self.provider.new_id(), "consumerPid": self.told.get("consumerPid") or "urn:unknown"}
            content = {"@context": [CONTEXT], "@type": kind, **({} if kind == "CatalogError" else ids), "code": refusal.code, "reason": [refusal.reason]}
            status, then = refusal.status, None
        is_data = isinstance(content, bytes)
        body = content if is_data else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/csv" if is_data else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        if then:  # the provider's own next message, after the consumer has this answer
            self.wfile.flush()
            threading.Thread(target=then, daemon=True).start()

    def log_message(self, *words):
        """Say nothing: standard error belongs to the notebook."""


class Server(ThreadingHTTPServer):
    """A server on loopback that never looks up its own name."""

    daemon_threads = True

    def server_bind(self):
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=5)
    options.add_argument("--hours", type=int, default=48)
    chosen = options.parse_args()
    chance = random.Random(chosen.seed)
    catalogue = json.loads((Path(__file__).parent / "provider-catalogue.json").read_text(encoding="utf-8"))
    content = {each["@id"]: made_up_prices(chosen.hours, chance).encode() for each in catalogue["dataset"]}
    server = Server(("127.0.0.1", 0), Handler)
    root = f"http://127.0.0.1:{server.server_address[1]}"
    Handler.provider = Provider(catalogue, content, root, chance)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(root, flush=True)
    sys.stdin.read()  # until whoever started it goes


if __name__ == "__main__":
    main()
