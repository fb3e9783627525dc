"""The exception by which a Hub hears that no session came about, sentence by sentence."""

from __future__ import annotations

from jupyterhub.spawner import SpawnException

from officina_courses.saying import Sayings, in_english


class Refusal(SpawnException):
    """JupyterHub shows and logs the English; ``said`` is for pages in the reader's language."""

    def __init__(self, said: Sayings, *, reason: str, status_code: int) -> None:
        super().__init__(in_english(said), reason=reason, status_code=status_code)
        self.said = said
