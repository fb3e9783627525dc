"""The portal: pages, REST and the exchange, a service of the Hub with a database of its own."""
