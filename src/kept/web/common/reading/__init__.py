"""What a policy says and does, in the reader's words: what every desk has in common."""
