"""`python -m kept` is the command `kept`."""

import sys

from kept.config.commands import main

sys.exit(main())
