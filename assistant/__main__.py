"""`python -m assistant` is the command `chancery`."""

import sys

from assistant.cli import main

sys.exit(main())
