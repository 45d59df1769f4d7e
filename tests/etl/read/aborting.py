"""A worker that ends as a crashing parser does."""

import os
import sys

if __name__ == "__main__":
    sys.stderr.write("Traceback (most recent call last): something deep inside\n")
    sys.stderr.flush()
    os.abort()
