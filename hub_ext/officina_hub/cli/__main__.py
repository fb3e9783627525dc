"""``python -m officina_hub.cli``: how the supervisor starts portal and grader."""

from officina_hub.cli.main import main

main()
