"""The catalogue as both sides know it: records in the standards' terms, questions and answers.

Words of this room, kept everywhere:

record
    One organisation, service, dataset, data service, dataset series or training, as its owner
    describes it (``records``).
catalogue record
    A record with what the catalogue knows of the description itself: where it came from, when, how
    good it is (``filed``; DCAT's ``CatalogRecord``).
facet
    A field by whose values people narrow what they see (``facets``).

It runs in the kernel as well as in the portal, so it needs neither database nor web.
"""
