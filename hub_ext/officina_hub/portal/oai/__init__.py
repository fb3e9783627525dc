"""OAI-PMH 2.0 (protocol of 2002-06-14, as of 2015-01-08): the catalogue for repositories.

A *prefix* names a form of metadata, a *set* a kind of record, a *token* where a list goes on.
Tokens hold all that is needed, so nothing is kept between two questions and none ever ends.
"""

from __future__ import annotations
