"""Panels in notebooks: how the session stands, and how far one has come in a course.

Words of this room:

panel
    A widget that shows how something stands, and looks again by itself or when asked (``panel``).
look
    One question for that. A panel in JupyterLab asks the page's own server, so that it goes on
    while the kernel works; elsewhere Python asks.
"""
