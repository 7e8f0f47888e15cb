"""Runs Kept's processes, starts again those that die, and leaves none behind."""

from kept.config.supervisor.child import Child, Program
from kept.config.supervisor.register import end_leftovers
from kept.config.supervisor.watch import Supervisor

__all__ = ["Child", "Program", "Supervisor", "end_leftovers"]
