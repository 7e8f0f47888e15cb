"""Policies of kinds that nobody had in mind, written from the page of the language alone."""
