"""TensorBoard and MLflow beside a notebook, in sessions on clusters, reached through the session.

jupyter-server-proxy starts them when they are first opened and passes requests on. Of that package
only these entries are served: its general ``/proxy/<port>`` would let whoever listens on a port of
a shared node show pages in this person's name, and is left out.
"""
