"""`python -m kept.rules.hours`: the batch calculator on standard input and output."""

import sys

from kept.rules.hours.batch import serve

if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout)
