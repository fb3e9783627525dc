"""Runs in the job, on the compute node: starts the single-user server and tells the Hub its port.

This file is put into the job script as it is, so it has nothing but the standard library and knows
nothing of Officina. It becomes the server (``exec``), so that signals and exit codes are the
server's own. A small process beside it waits until the server listens, and then reports the port:
the Hub need not guess, and its first look finds the server there. It stays, and when the server or
the whole job is ended it says so, so that the Hub asks Slurm at once.

The port counts as the server's when a socket of this very account listens on it. Whoever else
shares the node may have been quicker; the Hub would send this person's work there.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import socket
import ssl
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

LOOK_SECONDS = 0.05
END_LOOK_SECONDS = 0.5
REPORT_SECONDS = 30
FAREWELL_SECONDS = 5  # Slurm waits for thirty before it kills what it has told to end
LISTEN = "0A"
FINAL = {400, 403, 404}
KNOWN = 409


def main() -> None:
    """Become the server whose command the arguments are."""
    command = sys.argv[1:]
    port = free_port()
    address = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
    os.environ["JUPYTERHUB_SERVICE_URL"] = urlunsplit(
        address._replace(netloc=f"{address.hostname or '0.0.0.0'}:{port}")  # noqa: S104
    )
    take_certificates(os.environ.pop("OFFICINA_TLS", ""))
    server = os.getpid()
    sys.stdout.flush()
    helper = os.fork()
    if helper == 0:
        if os.fork() == 0:  # the grandchild: nobody has to collect it
            tell_the_hub(server, port)
        os._exit(0)
    os.waitpid(helper, 0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # this program came by the standard input
    try:
        os.execvp(command[0], command)  # noqa: S606 - no shell is wanted
    except OSError as error:
        sys.exit(f"officina: the program {command[0]} cannot be started: {error.strerror}")


def take_certificates(texts: str) -> None:
    """Give the server its key and certificates as files that have no name in any folder.

    They are in memory, open in this process alone, and gone with it, however it ends: there is
    nothing to delete, and nothing that a copy or a backup could find. The server is this very
    process later, so it inherits them; what it starts does not.
    """
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
    for name, text in json.loads(texts or "{}").items():
        with tempfile.TemporaryFile("w", dir=memory) as file:
            file.write(text)
            file.flush()
            kept = os.dup(file.fileno())
        os.set_inheritable(kept, True)  # noqa: FBT003 - the library's signature
        os.environ[name] = f"/proc/{os.getpid()}/fd/{kept}"


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind(("", 0))
        return int(probe.getsockname()[1])


def tell_when_listening(server: int, port: int, way: urllib.request.OpenerDirector) -> None:
    """Wait for the server or its end; then tell the Hub."""
    while not is_listening(port):
        if not is_alive(server):
            return
        time.sleep(LOOK_SECONDS)  # the kernel has no event for "listens"
    pause = 0.2
    while is_alive(server) and not is_told(port, way):
        time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads a class, no secret
        pause = min(pause * 2, 3.0)


class ToldToEndError(Exception):
    """Slurm ends the whole job."""


def tell_the_hub(server: int, port: int) -> None:
    """The port, and then the end: that of the server, or when all of the job is told to end.

    The Hub believes nothing of an end, and asks Slurm. Where everything is killed outright nobody
    is left to tell, and the Hub finds out some seconds later.
    """
    signal.signal(signal.SIGTERM, told_to_end)
    way = opener(os.environ)  # the certificates are the server's, and gone with it
    try:
        tell_when_listening(server, port, way)
        wait_for(server)
    except ToldToEndError:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it comes again, and this takes no time
    try:
        send(report_of({"ending": True}), way, FAREWELL_SECONDS)
    except (OSError, ValueError) as error:
        say(f"the Hub did not take the end of the session: {error}")


def told_to_end(*_: object) -> None:
    raise ToldToEndError


def wait_for(process: int) -> None:
    """Until it has ended; kernels before 5.3 do not tell, so they are asked."""
    try:
        select.select([os.pidfd_open(process)], [], [])
    except (AttributeError, OSError):
        while is_alive(process):
            time.sleep(END_LOOK_SECONDS)


def is_listening(port: int) -> bool:
    """Whether a socket of this account listens on ``port``."""
    return any(listens_here(line, port) for table in ("tcp", "tcp6") for line in rows(table))


def listens_here(line: str, port: int) -> bool:
    columns = line.split()
    return (
        columns[3] == LISTEN
        and columns[1].endswith(f":{port:04X}")
        and columns[7] == str(os.getuid())
    )


def rows(table: str) -> list[str]:
    try:
        return Path("/proc/net", table).read_text().splitlines()[1:]
    except OSError:
        return []


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


def is_told(port: int, way: urllib.request.OpenerDirector) -> bool:
    """Report the port; whether there is nothing more to say."""
    try:
        send(report_of({"port": port}), way, REPORT_SECONDS)
    except urllib.error.HTTPError as error:
        say(f"the Hub answered {error.code} to the port")
        return error.code in FINAL or (error.code == KNOWN and not was_requeued())
    except (OSError, ValueError) as error:
        say(f"the Hub cannot be reached: {error}")
        return False
    return True


def report_of(told: dict[str, int]) -> dict[str, int | str]:
    """It and whose it is: the Hub may have given up one job of this session for another."""
    job = os.environ.get("SLURM_JOB_ID")
    return {**told} if job is None else {**told, "job": job}


def send(report: dict[str, int | str], way: urllib.request.OpenerDirector, seconds: float) -> None:
    """One word through the Hub's door."""
    request = urllib.request.Request(  # noqa: S310 - the Hub's own address
        os.environ["OFFICINA_DOOR"],
        data=json.dumps(report).encode(),
        headers={
            "Authorization": "token " + os.environ["JUPYTERHUB_API_TOKEN"],
            "Content-Type": "application/json",
        },
        method="POST",
    )
    way.open(request, timeout=seconds).close()


def was_requeued() -> bool:
    """Whether Slurm runs this job anew; the Hub may not have heard of that yet."""
    return os.environ.get("SLURM_RESTART_COUNT", "0") != "0"


def say(sentence: str) -> None:
    """Into the job's log."""
    sys.stderr.write(f"officina: {sentence}\n")
    sys.stderr.flush()


def opener(environment: os._Environ[str]) -> urllib.request.OpenerDirector:
    """The way to the Hub: without a proxy, and with its certificates where it has some."""
    handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]
    key, certificate = (
        environment.get(f"JUPYTERHUB_SSL_{name}") for name in ("KEYFILE", "CERTFILE")
    )
    if key and certificate:
        context = ssl.create_default_context(cafile=environment.get("JUPYTERHUB_SSL_CLIENT_CA"))
        context.load_cert_chain(certificate, key)
        handlers.append(urllib.request.HTTPSHandler(context=context))
    return urllib.request.build_opener(*handlers)


if __name__ == "__main__":
    main()
