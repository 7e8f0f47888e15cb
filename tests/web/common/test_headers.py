"""WF-02: what browsers are told, on every kind of answer of these pages."""

import re

import pytest

PAGES = [
    ("/accounts/login/", 200),
    ("/accounts/password/reset/", 200),
    ("/accounts/2fa/", 302),  # signed out: a redirect
    ("/preferences/", 302),
    ("/nothing/", 404),
    ("/static/kept/kept.css", 200),
    ("/static/kept/kept.js", 200),
    ("/static/nothing.css", 404),
    ("/samples/case/", 200),
    ("/samples/version/?have=1", 204),
    ("/samples/broken/", 500),
]


@pytest.mark.parametrize(("path", "status"), PAGES)
def test_WF_02_headers_on_every_response(client, samples, db, path, status):
    client.raise_request_exception = False

    answer = client.get(path)
    answer.close()  # a file is sent in pieces

    assert answer.status_code == status
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    if not path.startswith("/static/"):
        assert "no-store" in answer.headers["Cache-Control"]


def test_each_page_has_its_own_nonce_and_no_other_script(client, samples, db):
    pages = [client.get("/samples/case/") for _ in range(2)]

    nonces = []
    for page in pages:
        scripts = re.findall(r"<script[^>]*>", page.content.decode())
        running = [script for script in scripts if "application/json" not in script]
        found = [re.search(r'nonce="([^"]+)"', script) for script in running]
        assert running
        assert all(found)
        nonces.append(found[0][1])
        assert f"'nonce-{found[0][1]}'" in page.headers["Content-Security-Policy"]
    assert nonces[0] != nonces[1]
