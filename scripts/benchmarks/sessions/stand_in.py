"""A light single-user server: it answers every request alike, so that many fit on one machine.

Standard library only, and not even much of that: it runs a hundred times at once. Started by
Officina's launcher it is given its port; in batchspawner's place of ``batchspawner-singleuser`` it
chooses one and reports it, as that does.
"""

import json
import os
import socket
import sys
import urllib.request
from urllib.parse import urlsplit

ANSWER = b'{"version": "stand-in"}'
HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
    b"X-JupyterHub-Version: 6.1.1\r\nContent-Length: %d\r\n\r\n" % len(ANSWER)
)


def main() -> None:
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    given = sys.argv[1] if len(sys.argv) > 1 and sys.argv[1].isdigit() else None
    port = int(given or urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"]).port or 0)
    door.bind(("0.0.0.0", port))
    door.listen(512)
    if not port:
        report(door.getsockname()[1])
    while True:
        answer(door.accept()[0])


def answer(caller: socket.socket) -> None:
    caller.settimeout(2)
    try:
        caller.recv(65_536)
        caller.sendall(HEAD + ANSWER)
    except OSError:
        pass  # it went away
    finally:
        caller.close()


def report(port: int) -> None:
    """To batchspawner's own handler."""
    request = urllib.request.Request(
        os.environ["JUPYTERHUB_API_URL"] + "/batchspawner",
        data=json.dumps({"port": port}).encode(),
        headers={"Authorization": "token " + os.environ["JUPYTERHUB_API_TOKEN"]},
        method="POST",
    )
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60).close()


if __name__ == "__main__":
    main()
