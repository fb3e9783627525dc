"""The same by plain HTTP, where a place allows few threads: each firm has one, the server five."""

from __future__ import annotations

import http.client
import io
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np


def packed(arrays, **notes):
    """Arrays and a line of notes as bytes."""
    kept = io.BytesIO()
    kept.write(json.dumps(notes, default=lambda thing: thing.hex() if isinstance(thing, bytes) else float(thing)).encode() + b"\n")
    np.savez(kept, *arrays)
    return kept.getvalue()


def unpacked(data):
    """The arrays and the notes again."""
    line, _, rest = data.partition(b"\n")
    with np.load(io.BytesIO(rest)) as kept:
        return [kept[name] for name in kept.files], json.loads(line)


class Rounds:
    """What the server knows: the common weights, the round, and who has answered in it."""

    def __init__(self, rounds, firms):
        self.rounds, self.firms = rounds, firms
        self.weights, self.at, self.replies, self.left = np.zeros((65, 10)), 0, {}, 0
        self.history = [self.weights]
        self.turn = threading.Condition()

    def asked(self, number):
        """The common weights of a round, as soon as it has come; None after the last."""
        with self.turn:
            self.turn.wait_for(lambda: self.at >= number)
            if number >= self.rounds:
                self.left += 1
                self.turn.notify_all()
            return None if number >= self.rounds else self.weights

    def answered(self, name, weights, count):
        """Keep a reply; the last one of a round ends it."""
        with self.turn:
            self.replies[name] = weights, count
            if len(self.replies) == self.firms:
                arrays, counts = zip(*(self.replies[firm] for firm in sorted(self.replies)))
                self.weights = np.average(arrays, axis=0, weights=counts)
                self.history.append(self.weights)
                self.at, self.replies = self.at + 1, {}
                self.turn.notify_all()


class Server(ThreadingHTTPServer):
    """Its end waits for what it still has to say."""

    daemon_threads = False


def serve(address, rounds, firms, test_images, test_labels, into):
    """Lead the rounds, and keep the last weights and how well each round read the test images."""
    state = Rounds(rounds, firms)

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1  # head and body go together

        def do_GET(self):
            weights = state.asked(int(self.path.strip("/")))
            self.tell(b"" if weights is None else packed([weights]))

        def do_POST(self):
            arrays, notes = unpacked(self.rfile.read(int(self.headers["Content-Length"])))
            state.answered(self.path, arrays[0], notes["count"])
            self.tell(b"")

        def tell(self, body):
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Say nothing."""

    host, port = address.rsplit(":", 1)
    with Server((host, int(port)), Answer) as server:
        loop = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        loop.start()
        with state.turn:
            state.turn.wait_for(lambda: state.left == firms)
        server.shutdown()
    right = [np.mean((test_images @ one[:64] + one[64]).argmax(axis=1) == test_labels) for one in state.history]
    np.savez(into, weights=state.weights, right=np.array(right))


def take_part(address, rows, fit_reply, steps):
    """Be one firm: open its own rows, answer the server with what ``fit_reply`` gives."""
    with np.load(rows) as own:
        images, labels = own["images"], own["labels"]
    line, number = http.client.HTTPConnection(address, timeout=60), 0
    while True:
        line.request("GET", f"/{number}")
        common = line.getresponse().read()
        if not common:
            break
        arrays, count, notes = fit_reply(unpacked(common)[0][0], images, labels, steps)
        line.request("POST", f"/{rows}", packed(arrays, count=count, notes=notes))
        line.getresponse().read()
        number += 1
    line.close()
