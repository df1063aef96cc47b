"""Play one random drawing by its seed, and shrink it while it still goes wrong: python -m tests.engine.differential SEED"""

import sys

from tests.engine.differential.making import drawing
from tests.engine.differential.walks import fault, shrunk

for seed in map(int, sys.argv[1:]):
    body = drawing(seed)
    if fault(body, 40):
        body = shrunk(body)
    print(f"{seed}: {body}\n{fault(body, 40) or 'no difference'}\n")
