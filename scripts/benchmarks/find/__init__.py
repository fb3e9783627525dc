"""Search in a made-up catalogue, by each engine in a process of its own."""
