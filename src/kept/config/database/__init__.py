"""The embedded PostgreSQL: found, created, started and stopped by ourselves.

The binaries come from a wheel; everything else is ours: password authentication only, a private
socket, an own user when we are root, recovery after a crash.
"""

from kept.config.database.cluster import (
    Cluster,
    database_failure,
    prepare,
    running,
    spawn,
    start,
    stop,
)

__all__ = ["Cluster", "database_failure", "prepare", "running", "spawn", "start", "stop"]
