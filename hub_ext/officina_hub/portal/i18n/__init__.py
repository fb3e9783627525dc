"""The portal in the reader's language.

The .po files beside this one are read as they are at start, so a translation needs no compile step
and no binary file in the repository. English is the language of the message ids.
"""

from officina_hub.portal.i18n.catalog import LANGUAGE_COOKIE, LANGUAGES, negotiate, translations

__all__ = ["LANGUAGES", "LANGUAGE_COOKIE", "negotiate", "translations"]
