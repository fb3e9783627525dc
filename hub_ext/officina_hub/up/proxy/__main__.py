"""Start the proxy from the command line."""

import sys

from officina_hub.up.proxy.launcher import main

main(sys.argv[1:])
