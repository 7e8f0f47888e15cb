"""Every clause about payers, prices, remedies, parts and amounts, on the running screens."""
