"""Properties are tried on the same examples every time; the long run (./test full) tries many new ones."""

import os

from hypothesis import settings

# No deadline for one example: a busy machine is not a fault of the code.
settings.register_profile("everyday", deadline=None, derandomize=True)
settings.register_profile("full", deadline=None, max_examples=3000)
settings.load_profile("full" if os.environ.get("TROLY_FULL") else "everyday")
