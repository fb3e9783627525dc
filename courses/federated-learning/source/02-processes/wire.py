"""What lies between a firm and the server: it keeps every byte that the firm sends."""

from __future__ import annotations

import re
import socket
import struct
import threading
import time

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"  # with which a client of HTTP/2 begins
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)


class Wire:
    """Passes all bytes on between one firm and the server, and keeps what the firm sent."""

    def __init__(self, to):
        self.to = to
        self.sent = bytearray()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.door.getsockname()[1]}"

    def open(self):
        """Begin to pass on, in threads that end with the connections."""
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        """Take no more connections."""
        self.door.shutdown(socket.SHUT_RDWR)  # wakes who waits for one
        self.door.close()

    def _accept(self):
        while True:
            try:
                firm, _ = self.door.accept()
            except OSError:  # closed
                return
            server = connected(self.to)
            threading.Thread(target=self._pass, args=(firm, server, self.sent), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, firm, None), daemon=True).start()

    @staticmethod
    def _pass(one, other, kept):
        try:
            while chunk := one.recv(65536):
                if kept is not None:
                    kept += chunk
                other.sendall(chunk)
        except OSError:  # the other side has gone
            pass
        for end in (one, other):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def connected(address, seconds=60):
    """A connection to the address, as soon as somebody listens there."""
    host, port = address.rsplit(":", 1)
    end = time.monotonic() + seconds
    while True:
        try:
            return socket.create_connection((host, int(port)))
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)


def messages(sent):
    """The messages in what a firm sent, by Flower or by plain HTTP."""
    return framed(sent) if sent.startswith(PREFACE) else posted(sent)


def posted(sent):
    """The bodies of requests of HTTP/1.1."""
    found, place = [], 0
    while (end := sent.find(b"\r\n\r\n", place)) >= 0:
        told = LENGTH.search(sent, place, end + 2)
        length, place = int(told[1]) if told else 0, end + 4
        if length:
            found.append(bytes(sent[place : place + length]))
        place += length
    return found


def framed(sent):
    """The messages of gRPC, which Flower speaks, in frames of HTTP/2."""
    data, place = bytearray(), len(PREFACE)
    while place + 9 <= len(sent):
        length, kind = int.from_bytes(sent[place : place + 3], "big"), sent[place + 3]
        if kind == 0:  # a frame with data; others steer the connection
            data += sent[place + 9 : place + 9 + length]
        place += 9 + length
    found, place = [], 0
    while place + 5 <= len(data):
        (length,) = struct.unpack(">I", data[place + 1 : place + 5])
        found.append(bytes(data[place + 5 : place + 5 + length]))
        place += 5 + length
    return found
