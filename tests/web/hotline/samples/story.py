"""When and where the invented afternoon takes place."""

from datetime import UTC, datetime, timedelta

from kept.web.hotline.pages import ClauseRef

NOW = datetime(2026, 11, 24, 6, 20, tzinfo=UTC)  # 14:20 in Shanghai


def clause(label):
    return ClauseRef(label=label, url=f"/policies/4/#{label}")


def after(**length):
    return NOW + timedelta(**length)
