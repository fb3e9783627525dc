"""Handing a letter to the operator's mail server; it blocks, so it runs in a thread."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path

from officina_hub.factory.mail import Mail

PATIENCE_SECONDS = 20.0
# Minutes until the next try; a mail server that is away for a night loses nobody's mail.
PAUSES = (1, 2, 5, 10, 30, 60, 120, 240, 480)


def send(mail: Mail, letter: EmailMessage) -> None:
    """Return once the server has taken it.

    Raises
    ------
    OSError
        Also ``smtplib.SMTPException``: it was not taken.

    """
    with _opened(mail) as server:
        if mail.security == "starttls":
            server.starttls(context=_context(mail))  # raises where the server has no TLS
        if mail.user:
            password = Path(mail.password_file).read_text("utf-8").strip()
            server.login(mail.user, password)
        server.send_message(letter)


def is_final(error: Exception) -> bool:
    """Whether the server will say the same again: it refuses this address or this letter."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and 500 <= error.smtp_code < 600


def _opened(mail: Mail) -> smtplib.SMTP:
    if mail.security == "tls":
        context = _context(mail)
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=PATIENCE_SECONDS, context=context)
    return smtplib.SMTP(mail.host, mail.port, timeout=PATIENCE_SECONDS)


def _context(mail: Mail) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=mail.ca_file or None)
