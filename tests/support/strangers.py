"""Servers on this machine's loopback that answer as no honest peer does, byte by byte.

A stranger at 127.0.0.2 stands for one out on the internet (``OUTSIDE``); every other loopback
address is what it is, this machine's own.
"""

from __future__ import annotations

import datetime
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from officina_hub.federation.fetching.networks import Address, Reach, reach_of

OUTSIDE = "127.0.0.2"
Speak = Callable[["Caller"], None]


def reach_with_a_stranger(address: Address) -> Reach:
    """As in the world, but for the one address that stands for it."""
    return "outside" if address == ip_address(OUTSIDE) else reach_of(address)


class Caller:
    """Who asked: what it asked, and how it is answered."""

    def __init__(self, line: socket.socket, is_over: threading.Event) -> None:
        self.line = line
        self.is_over = is_over
        self.head = b""
        while b"\r\n\r\n" not in self.head and (more := line.recv(65536)):
            self.head += more

    @property
    def path(self) -> str:
        """What was asked for."""
        return self.head.split(b" ", 2)[1].decode()

    def header(self, name: str) -> str | None:
        """One line of what was asked."""
        for line in self.head.decode("latin-1").split("\r\n")[1:]:
            key, _, value = line.partition(": ")
            if key.lower() == name.lower():
                return value
        return None

    def say(self, data: bytes) -> None:
        """Bytes as they are."""
        self.line.sendall(data)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """A whole answer; ``content_type`` is Content-Type."""
        lines = [f"HTTP/1.1 {status} So", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.say("\r\n".join([*lines, "Connection: close", "", ""]).encode() + body)

    def until_it_goes(self) -> None:
        """Say nothing more and wait until the caller hangs up."""
        with suppress(OSError):
            self.line.recv(1)


class Stranger:
    """A server that says of each call what it likes; ``asked`` has the paths."""

    def __init__(
        self, speak: Speak, *, host: str = OUTSIDE, tls: ssl.SSLContext | None = None
    ) -> None:
        self.asked: list[str] = []
        self._speak = speak
        self._tls = tls
        self._is_over = threading.Event()
        self._door = socket.create_server((host, 0))
        self.host, self.port = self._door.getsockname()[:2]
        self._threads = [threading.Thread(target=self._listen)]
        self._threads[0].start()

    def address(self, path: str = "/", host: str | None = None) -> str:
        """Where it is asked."""
        return f"{'https' if self._tls else 'http'}://{host or self.host}:{self.port}{path}"

    def _listen(self) -> None:
        while not self._is_over.is_set():
            with suppress(OSError):
                line, _ = self._door.accept()
                thread = threading.Thread(target=self._serve, args=(line,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, line: socket.socket) -> None:
        with line, suppress(OSError):
            line.settimeout(20)
            spoken = self._tls.wrap_socket(line, server_side=True) if self._tls else line
            with spoken:
                caller = Caller(spoken, self._is_over)
                if caller.head:
                    self.asked.append(caller.path)
                    self._speak(caller)

    def close(self) -> None:
        """No one is answered any more."""
        self._is_over.set()
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for thread in self._threads:
            thread.join(20)


@contextmanager
def stranger(
    speak: Speak, *, host: str = OUTSIDE, tls: ssl.SSLContext | None = None
) -> Iterator[Stranger]:
    """One that answers so, while it is needed."""
    server = Stranger(speak, host=host, tls=tls)
    try:
        yield server
    finally:
        server.close()


def certificate_for(name: str, folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's TLS for that name, and the file by which it is believed."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begin = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + datetime.timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, secret = folder / f"{name}.pem", folder / f"{name}.key"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, secret)
    return context, file
