"""Notebooks of released exercises as pages to read: no server, no kernel, nothing that runs.

A course package is untrusted, whoever published it. Its Markdown becomes HTML, is put into a page's
order (headings below the page's own, pictures by the portal's addresses) and then goes through nh3,
which is the last to touch it; only MathML that was checked element by element is put in after it.
"""

from officina_hub.portal.lessons.lesson import Lesson, Part, Unreadable, read_lesson
from officina_hub.portal.lessons.places import Places

__all__ = ["Lesson", "Part", "Places", "Unreadable", "read_lesson"]
