"""The names of the environment variables by which a session knows its portal and its course."""

from __future__ import annotations

from typing import Final

URL_VARIABLE: Final = "OFFICINA_PORTAL_URL"
TOKEN_VARIABLE: Final = "JUPYTERHUB_API_TOKEN"  # noqa: S105 - the name of a variable
COURSE_VARIABLE: Final = "OFFICINA_COURSE_ID"

# What a kernel has instead of the token: the address and the key of its own session's server.
SESSION_URL_VARIABLE: Final = "OFFICINA_SESSION_URL"
SESSION_KEY_VARIABLE: Final = "OFFICINA_SESSION_KEY"
