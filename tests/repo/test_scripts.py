"""The scripts that make a checkout ready, check it and translate it."""

import os
import subprocess
import sys

import pytest
from babel.messages.catalog import Message

import assets
import bootstrap
import browser
import messages

from .files import ROOT


class TestBootstrap:
    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ("The virtual environment was not created because ensurepip is not", "python3-venv"),
            ("/usr/bin/python3: No module named venv", "apt-get install python3-venv"),
            ("OSError: [Errno 28] No space left on device", "The disk is full"),
            ("something else\nreason at last", "reason at last"),
        ],
    )
    def test_without_a_virtual_environment_it_says_what_to_install(self, words, said):
        assert said in bootstrap.venv_failure(words)

    def test_an_old_python_is_refused(self, monkeypatch):
        monkeypatch.setattr(bootstrap.sys, "version_info", (3, 10, 1))

        with pytest.raises(bootstrap.Stopped, match="3.11 or newer"):
            bootstrap.check_python()

    def test_a_disk_that_would_be_full_is_refused(self, monkeypatch):
        usage = type("Usage", (), {"free": 10**8})
        monkeypatch.setattr(bootstrap.shutil, "disk_usage", lambda folder: usage)

        with pytest.raises(bootstrap.Stopped, match="100 MB are free"):
            bootstrap.check_space()

    def test_a_step_is_taken_once_for_one_content(self, tmp_path):
        file, stamp = tmp_path / "lock", tmp_path / "stamps" / "run"
        file.write_text("django==5.2")
        assert not bootstrap.is_stamped(stamp, bootstrap.digest(file))

        bootstrap.put_stamp(stamp, bootstrap.digest(file))
        assert bootstrap.is_stamped(stamp, bootstrap.digest(file))

        file.write_text("django==5.3")
        assert not bootstrap.is_stamped(stamp, bootstrap.digest(file))

    def test_it_needs_nothing_but_the_standard_library(self):
        code = "import sys; sys.path[:0] = ['scripts']; import bootstrap"

        bare = [sys.executable, "-I", "-S", "-c", code]
        assert subprocess.run(bare, cwd=ROOT, check=False).returncode == 0


class TestAssets:
    def test_what_was_built_is_not_built_again(self):
        assert assets.is_built()

    def test_an_old_node_is_not_used(self, tmp_path, monkeypatch):
        for name, said in (("node", "echo v18.20.0"), ("npm", "echo 10")):
            (tmp_path / name).write_text(f"#!/bin/sh\n{said}\n")
            (tmp_path / name).chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

        assert assets.system_node() is None


class TestBrowser:
    def test_a_browser_that_is_named_wrongly_is_refused(self, monkeypatch):
        monkeypatch.setenv("KEPT_CHROMIUM", "/nowhere/chromium")

        with pytest.raises(browser.NoBrowser, match="/nowhere/chromium"):
            browser.find()

    def test_without_a_browser_it_says_how_to_get_one(self, monkeypatch, tmp_path):
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
        monkeypatch.delenv("KEPT_CHROMIUM", raising=False)
        monkeypatch.setattr(browser, "BUNDLES", ())
        monkeypatch.setattr(browser, "UNPACKED", tmp_path)

        with pytest.raises(browser.NoBrowser, match="apt-get install chromium"):
            browser.find()


class TestMessages:
    @pytest.mark.parametrize(
        ("message", "fault"),
        [
            (None, "not in the catalogue (run `make messages`)"),
            (Message("Hello", ""), "not translated"),
            (Message("Hello", "你好", flags=["fuzzy"]), "fuzzy"),
            (Message("Hello %(name)s", "你好"), "lacks a hole of the sentence"),
            (Message("Hello", "你好 %(name)s"), "has a hole that the sentence does not have"),
            (Message("Hello %(name)s", "%(name)s你好"), ""),
            (Message(("%(n)s case", "%(n)s cases"), ("%(n)s 件",)), ""),
        ],
    )
    def test_a_translation_that_would_disappoint_is_found(self, message, fault):
        assert messages.fault_of(message) == fault

    def test_the_sentences_of_a_template_are_found(self):
        source = (
            '{% load i18n %}{% translate "Plain" %} {% translate "May" context "month" %}\n'
            "{% blocktranslate count n=n %}{{ n }} case{% plural %}{{ n }} cases"
            "{% endblocktranslate %}\n{{ _('In a (filter)')|title }}"
        )

        assert sorted(messages.template_sentences(source), key=str) == [
            (1, "May", "month"),
            (1, "Plain", None),
            (2, ("%(n)s case", "%(n)s cases"), None),
            (3, "In a (filter)", None),
        ]
