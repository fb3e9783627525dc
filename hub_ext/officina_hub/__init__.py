"""The hub side: configuration, portal, grading queue and command line.

The one name an admin needs is :func:`officina_hub.configure`.
"""
