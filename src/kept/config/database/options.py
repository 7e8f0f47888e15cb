"""How the embedded server is tuned: for one machine that also runs everything else."""

from __future__ import annotations

from pathlib import Path

import psutil

MEGABYTE = 1024 * 1024
SOCKET_PATH_LIMIT = 100  # bytes; the system's own limit is 104 to 108 with the file's name


def megabytes(share: float, *, least: int, most: int) -> str:
    """Return a share of this machine's memory within bounds, as PostgreSQL writes it."""
    found = int(psutil.virtual_memory().total / MEGABYTE * share)
    return f"{max(least, min(most, found))}MB"


def server_options(*, durable: bool) -> dict[str, str]:
    """Return the server's settings. A database that is not durable is for tests only."""
    options = {
        "max_connections": "120",
        "shared_buffers": megabytes(0.1, least=64, most=2048),
        "effective_cache_size": megabytes(0.4, least=256, most=16384),
        "work_mem": "16MB",
        "maintenance_work_mem": megabytes(0.03, least=64, most=512),
        "jit": "off",  # our statements are short: planning must not cost more than running
        "max_parallel_workers_per_gather": "0",  # one slow report must not take every core
        "random_page_cost": "1.1",
        "checkpoint_timeout": "15min",
        "max_wal_size": "2GB",
        "wal_compression": "pglz",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "password_encryption": "scram-sha-256",
        "unix_socket_permissions": "0700",
        "log_min_duration_statement": "2s",
        "log_line_prefix": "%m [%p] %a ",
    }
    if not durable:
        options |= {"fsync": "off", "full_page_writes": "off", "max_wal_size": "512MB"}
        options |= {"synchronous_commit": "off", "log_min_duration_statement": "-1"}
        options |= {"shared_buffers": "128MB"}
    return options


def socket_fits(folder: Path) -> bool:
    """Say whether a socket in this folder has a name short enough for the system."""
    return len(str(folder / ".s.PGSQL.5432").encode()) <= SOCKET_PATH_LIMIT
