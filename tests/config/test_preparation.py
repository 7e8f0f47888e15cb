import pytest

from kept.config import preparation
from kept.config.refusal import Refused


def test_pages_without_styles_are_refused_with_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(preparation, "BUILT_ASSETS", tmp_path)

    with pytest.raises(Refused, match="make run"):
        preparation.check_assets()


def test_a_fingerprint_changes_with_contents_names_and_order_does_not_matter():
    files = sorted(preparation.PACKAGE.glob("config/*.py"))[:3]

    assert preparation.fingerprint(files) == preparation.fingerprint(files)
    assert preparation.fingerprint(files) != preparation.fingerprint(files[:2])
