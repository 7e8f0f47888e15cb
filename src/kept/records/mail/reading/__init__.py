"""What stands in a message: bytes in, values out. Plain Python, run in a child with limits."""
