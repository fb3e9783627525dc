"""What runs inside the sandbox: learners' cells in an IPython shell, test cells by plain ``exec``.

Everything here shares a process with learners' code, so nothing it says is trusted: the parent asks
for one cell at a time, checks every answer, and gives points only where a test passed and a
twin of it failed. Standard library and IPython only.
"""
