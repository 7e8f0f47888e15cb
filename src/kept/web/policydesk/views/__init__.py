"""From a request to one call of records, and back."""
