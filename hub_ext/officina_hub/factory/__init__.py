"""The facts of one AI Factory: what ``factory.toml`` may say, and how it is read.

Facts that several processes need stand here and nowhere else; what only the Hub needs stays in
``jupyterhub_config.py``. Secrets stand in neither (see docs/reference/settings.md).
"""

from officina_hub.factory.loader import load_factory
from officina_hub.factory.model import Factory

__all__ = ["Factory", "load_factory"]
