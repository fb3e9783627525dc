"""The proxy: the pure-Python configurable-http-proxy, with bodies that never lie in its memory.

configurable-http-proxy 0.4.0 takes each body into memory as a whole, in both directions, has
tornado's 100 MB as its only bound, and passes nothing on before all of it has come. Here a request
goes into a nameless file and from there to its target, an answer flows through piece by piece, and
both have bounds that are told in a sentence. Delete this when the package can do the same.

A *spool* is the file of one request's body on its way. The *room* is the disk space of all spools.
An *exchange* is one request to a target with its answer.

``python -m officina_hub.up.proxy BYTES OPTION...`` starts it: the largest body in bytes, then the
options of the package. Spools lie in the working directory.
"""
