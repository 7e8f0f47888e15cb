"""The demo company: two offices, their customers, equipment, past and open cases. Invented."""

from kept.config.demo.logins import LOGINS, Login

__all__ = ["LOGINS", "Login"]
