"""Who uses it: one folder per person."""
