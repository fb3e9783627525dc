"""No log of ours holds the code of an invitation or a token that stood in an address.

JupyterHub scrubs the addresses in its own line for each request. Nobody scrubs tornado's lines for
refused requests, nor an address inside another address (``next=``). A filter on the loggers that
write addresses sees all of them.
"""

from __future__ import annotations

import logging
import re
from typing import Final

LOGGERS: Final = ("tornado.access", "tornado.general", "tornado.application")
# "?", "&" and "=" may be written as %3F, %26 and %3D, or once more as %253F and so on.
SECRET: Final = re.compile(
    r"((?:[?&]|%(?:25)*3F|%(?:25)*26)[\w.-]{0,40}(?:code|token)[\w.-]{0,40}(?:=|%(?:25)*3D))"
    r"(?:(?!%(?:25)*26)[^&\s\"')])+",
    re.IGNORECASE,
)


class SecretsHidden(logging.Filter):
    """Lets every line through, without the values of ``code`` and ``token``."""

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        if (hidden := without_secrets(line)) != line:
            record.msg, record.args = hidden, ()
        return True


def without_secrets(line: str) -> str:
    """The line with ``[secret]`` for each value."""
    return SECRET.sub(r"\1[secret]", line)


def hide_secrets() -> None:
    """Keep them out of what this process logs about requests; may be repeated."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(each, SecretsHidden) for each in logger.filters):
            logger.addFilter(SecretsHidden())
