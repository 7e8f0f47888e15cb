"""What every response carries, whoever answers it."""

import re

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.test import Client
from django.urls import URLPattern, get_resolver, path

from kept.config import errors, urls

EXAMPLES = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000000"}


def fail(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    *urls.urlpatterns,
    path("fails/500", fail(RuntimeError("SELECT secret FROM /etc/passwd"))),
    path("fails/503", fail(OperationalError("connection refused at /var/run/secret"))),
    path("fails/403", fail(PermissionDenied("secret rule"))),
    path("fails/400", fail(SuspiciousOperation("secret reason"))),
]
handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)


def routes(patterns=None, before=""):
    """Give an example address of every route there is."""
    for pattern in get_resolver(urls.__name__).url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield "/" + example(route)
        else:
            yield from routes(pattern.url_patterns, route)


def example(route):
    """Fill a route's holes: <int:pk>, <name>, (?P<key>…), and what regular expressions add."""
    route = re.sub(r"\(\?P<\w+>[^()]*(?:\([^()]*\)[^()]*)*\)", "x", route)
    route = re.sub(r"<(?:(\w+):)?\w+>", lambda hole: EXAMPLES.get(hole[1] or "str", "x"), route)
    return re.sub(r"[\^$\\]|/\?", "", route)


@pytest.fixture
def browser():
    """A browser that shows an error page instead of raising the error."""
    return Client(raise_request_exception=False)


def check_headers(response):
    policy = response["Content-Security-Policy"]
    script_sources = re.search(r"script-src ([^;]*)", policy)[1]
    assert "unsafe-inline" not in script_sources
    assert "unsafe-eval" not in script_sources
    assert "frame-ancestors 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Permissions-Policy"]
    assert re.fullmatch(r"[0-9a-f]{12}", response["X-Request-Id"])


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post", "options"])
def test_WF_02_every_route_sends_the_headers_and_is_stored_nowhere(browser, method):
    asked = list(routes())
    assert len(asked) > 10
    for address in asked:
        response = getattr(browser, method)(address)

        check_headers(response)
        assert "no-store" in response["Cache-Control"], address


@pytest.mark.django_db
def test_WF_02_behind_https_browsers_are_told_to_stay_there(browser, settings):
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True

    response = browser.get("/accounts/login/", secure=True)

    assert response["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.django_db
def test_WF_02_a_static_file_sends_the_headers_and_may_be_stored(browser):
    response = browser.get("/static/common/mark.svg")
    response.close()

    assert response.status_code == 200
    check_headers(response)
    assert "no-store" not in response["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
class TestErrors:
    def test_WF_02_an_error_sends_the_headers_too(self, browser, status):
        response = browser.get(f"/fails/{status}")

        assert response.status_code == status
        check_headers(response)
        assert "no-store" in response["Cache-Control"]

    def test_WF_05_an_error_tells_nothing_of_the_inside(self, browser, status, caplog):
        body = browser.get(f"/fails/{status}").content.decode()

        for inside in ("secret", "SELECT", "Traceback", "django", "/var", "Error("):
            assert inside not in body

    @pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
    def test_an_error_speaks_the_readers_language(self, browser, status, language):
        response = browser.get(f"/fails/{status}", headers={"Accept-Language": language})

        page = response.content.decode()
        assert bool(re.search("[\u4e00-\u9fff]", page.split("</head>")[1])) == (language != "en")


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_WF_05_the_number_on_the_page_is_the_one_in_the_log(browser, caplog):
    response = browser.get("/fails/503")

    assert response["X-Request-Id"] in response.content.decode()
    assert response["X-Request-Id"] in caplog.text


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_database_that_is_away_asks_to_come_back(browser):
    assert browser.get("/fails/503")["Retry-After"] == errors.RETRY_SECONDS


def test_a_host_that_is_not_ours_is_refused_without_being_named(browser):
    response = browser.get("/accounts/login/", headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert "evil" not in response.content.decode()
    check_headers(response)


@pytest.mark.django_db
def test_AU_07_a_form_from_elsewhere_is_refused():
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/accounts/login/", {"login": "x", "password": "y"})

    assert response.status_code == 403
    check_headers(response)


def test_an_error_page_comes_out_even_when_its_template_fails(rf, monkeypatch):
    def broken(name):
        raise RuntimeError("no templates today")

    monkeypatch.setattr(errors.loader, "get_template", broken)

    response = errors.server_error(rf.get("/"))

    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()
