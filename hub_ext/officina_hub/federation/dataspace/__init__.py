"""The Dataspace Protocol 2025-1 (HTTPS binding): data that comes under terms, and goes under terms.

Words of the standard, as they are used here: a *provider* offers *datasets* in a *catalogue*, each
under *offers* (ODRL policies); a *consumer* *negotiates* one of them into an *agreement*, by which
a *transfer* makes the data available. Each of the two is a *participant*; a *partner* is a
participant that this factory knows from its own ``factory.toml``.

https://eclipse-dataspace-protocol-base.github.io/DataspaceProtocol/2025-1-err1/

The room knows no portal and no database. What comes from outside comes through
``federation.fetching``; an ``@context`` is compared with the protocol's own and never fetched.
"""
