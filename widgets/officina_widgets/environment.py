"""The names of the environment variables by which a session knows its portal and its course."""

from __future__ import annotations

from typing import Final

URL_VARIABLE: Final = "OFFICINA_PORTAL_URL"
TOKEN_VARIABLE: Final = "JUPYTERHUB_API_TOKEN"  # noqa: S105 - the name of a variable
COURSE_VARIABLE: Final = "OFFICINA_COURSE_ID"
