"""Policies of other companies, written in the policy language."""
