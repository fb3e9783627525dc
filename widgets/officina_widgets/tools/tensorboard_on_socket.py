"""``python -m officina_widgets.tools.tensorboard_on_socket SOCKET [options of TensorBoard]``."""

from __future__ import annotations

import signal
import sys
from typing import Any


def main() -> None:
    """TensorBoard itself, with a server of its own kind that listens on a Unix socket."""
    from tensorboard import default, program

    path, *options = sys.argv[1:]
    board = program.TensorBoard(
        plugins=default.get_plugins(), server_class=_server_class(program, path)
    )
    board.configure(argv=["tensorboard", *options])
    sys.stderr.write(f"TensorBoard serves {board.launch()}\n")
    signal.pause()  # launch() serves in a thread; main() would tell others of a port


def _server_class(program: Any, path: str) -> type:
    from werkzeug.serving import make_server

    class SocketServer(program.TensorBoardServer):
        """What ``program.TensorBoard`` asks of its server."""

        def __init__(self, application: Any, flags: object) -> None:
            self._server = make_server(f"unix://{path}", 0, application, threaded=True)

        def serve_forever(self) -> None:
            self._server.serve_forever()

        def get_url(self) -> str:
            return f"unix://{path}"

    return SocketServer


if __name__ == "__main__":
    main()
