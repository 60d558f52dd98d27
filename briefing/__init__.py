"""Briefing: read an article beside what answers it and what supports it."""

import os

__version__ = "0.1.0"

# Before numpy is imported by anything. Its products here are small: several threads would spend
# more on waiting for each other (busily, which the window feels) than on the work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
