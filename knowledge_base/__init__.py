"""What is known, and what happened."""

import os

# Read when numpy is first loaded. With more, its threads wait by spinning: where cores
# are shared, embedding a hundred sentences then took 165 s instead of 5.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
