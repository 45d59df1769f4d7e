"""A worker that never ends, and says where it is, so that a test can see whether it still lives."""

import os
import sys
import time
from pathlib import Path

from etl.read.task import from_json

if __name__ == "__main__":
    task = from_json(sys.argv[1])
    Path(task.path).with_suffix(".pid").write_text(str(os.getpid()), encoding="utf-8")
    sys.stdout.write("rows 5\n")
    sys.stdout.flush()
    time.sleep(600)
