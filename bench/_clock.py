"""Run one command and add what it cost to a file: ``_clock.py <file> <command> …``.

``make`` starts this in the place of the press, so it is small: what it takes itself is part of what
it measures. The costs are those of the command and of all that it started and waited for.
"""

import json
import os
import sys
import time

began = time.monotonic()
child = os.fork()
if not child:
    os.execv(sys.argv[2], sys.argv[2:])
_, status, used = os.wait4(child, 0)
cost = {
    "step": sys.argv[-1],
    "wall": time.monotonic() - began,
    "cpu": used.ru_utime + used.ru_stime,
    "peak": used.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024),
}
with open(sys.argv[1], "a") as log:  # noqa: PTH123 -- pathlib would be part of the cost
    log.write(json.dumps(cost) + "\n")
sys.exit(os.waitstatus_to_exitcode(status))
