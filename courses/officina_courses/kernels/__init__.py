"""IPython kernels that are forks of a warm process, for whoever speaks Jupyter's protocol.

Words used here: the *client* is the program that starts a kernel through ``jupyter_client``, such
as papermill; the *zygote* and its *forks* are those of grading. The client listens at five sockets
and gives them to the fork, so the two meet though the fork has neither the client's network nor its
folders. ``provisioner`` is the door; ``forked`` runs inside.
"""
