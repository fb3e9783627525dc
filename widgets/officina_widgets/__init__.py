"""The notebook side: the REST client, the nbgrader exchange and the server extension.

It runs in the learner's own server and holds no right but that server's hub token.
"""
