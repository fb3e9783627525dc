"""A server and firms that speak by Flower, over gRPC."""

from __future__ import annotations

import logging
import os

import numpy as np

os.environ["FLWR_TELEMETRY_ENABLED"] = "0"  # Flower reports its use otherwise


def flower():
    """Flower, without its words: imported late, because it takes a second or two."""
    import flwr.server
    from flwr.client import NumPyClient, start_client
    from flwr.common import ndarrays_to_parameters

    logging.getLogger("flwr").setLevel(logging.ERROR)
    return flwr.server, NumPyClient, start_client, ndarrays_to_parameters


def serve(address, rounds, firms, test_images, test_labels, into):
    """Lead the rounds, and keep the last weights and how well each round read the test images."""
    server, _, _, parameters_of = flower()
    right, last = [], {}

    def look(at_round, arrays, _):
        last["weights"] = arrays[0]
        right.append(float(np.mean((test_images @ arrays[0][:64] + arrays[0][64]).argmax(axis=1) == test_labels)))
        return 0.0, {}

    strategy = server.strategy.FedAvg(
        fraction_evaluate=0.0,
        min_fit_clients=firms,
        min_available_clients=firms,
        initial_parameters=parameters_of([np.zeros((65, 10))]),
        evaluate_fn=look,
        fit_metrics_aggregation_fn=lambda notes: {},
    )
    server.start_server(server_address=address, config=server.ServerConfig(num_rounds=rounds), strategy=strategy)
    np.savez(into, weights=last["weights"], right=np.array(right))


def take_part(address, rows, fit_reply, steps):
    """Be one firm: open its own rows, answer the server with what ``fit_reply`` gives."""
    _, client, start, _ = flower()
    with np.load(rows) as own:
        images, labels = own["images"], own["labels"]

    class Firm(client):
        def fit(self, parameters, config):
            return fit_reply(parameters[0], images, labels, steps)

    start(server_address=address, client=Firm().to_client())
