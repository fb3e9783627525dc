"""A single-user server of forty lines: it runs what the test posts, inside the session.

Every GET answers, as the Hub expects of a server that is up. A POST carries Python; what that
leaves in ``answer`` comes back as JSON.
"""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlparse


class Probe(BaseHTTPRequestHandler):
    def do_GET(self):
        self._reply({"pid": os.getpid()})

    def do_POST(self):
        code = self.rfile.read(int(self.headers["Content-Length"])).decode()
        names = {}
        try:
            exec(code, names)
            answer = names.get("answer")
        except OSError as error:
            answer = {"error": type(error).__name__}
        self._reply(answer)

    def _reply(self, answer):
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    url = urlparse(os.environ["JUPYTERHUB_SERVICE_URL"])
    ThreadingHTTPServer((url.hostname, url.port), Probe).serve_forever()
