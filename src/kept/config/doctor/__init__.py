"""Looks at a running Kept and says what is wrong and what to do: one small check per question."""
