import pytest

from kept.records.history.queries import HistoryFilter, Scope, ScopeKind, history
from kept.records.history.services import fold_entries
from tests.desk import Desk, at, open_desk


@pytest.fixture
def desk(db: None, settings, tmp_path) -> Desk:
    settings.FILES = tmp_path / "files"
    return open_desk()


@pytest.fixture
def told(desk):
    """Return the entries of the desk's customer, or of what is said, the last first."""

    def told(kind="customer", pk=None, *, by=None, now="26 12:00", after="", limit=50, **wanted):
        fold_entries(limit=1_000)
        scope = Scope(ScopeKind(kind), pk or getattr(desk, kind).pk)
        return history(
            scope,
            HistoryFilter(**wanted),
            viewer=by or desk.hotline,
            now=at(now),
            after=after,
            limit=limit,
        )

    return told
