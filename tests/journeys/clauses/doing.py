"""What people do on the screens: whose form on which page, filled in as by a browser and sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

from tests.journeys.clauses.page import Element, chosen, fields, read


@dataclass(frozen=True)
class Form:
    """A form: who fills it in, the page it stands on, and the end of its action or its button."""

    who: str
    page: str
    action: str = ""
    button: str = ""


PARTS = "/cases/{case}/parts/"
FORMS = {
    "press": Form("hotline", "/cases/{case}/facts/new/?kind={what}{said}", "/"),
    "answer": Form("hotline", "/cases/{case}/charges/", "charges/answer/"),
    "quote": Form("hotline", "/cases/{case}/charges/", "quotes/begin/"),
    "line": Form("hotline", "/quotes/{quote}/", "/add/"),
    "typed": Form("hotline", "/quotes/{quote}/", "/type/"),
    "offer": Form("hotline", "/quotes/{quote}/", "/send/"),
    "tell": Form("hotline", "/quotes/{quote}/", "/say/"),
    "heard": Form("hotline", "/quotes/{quote}/", "/answer/"),
    "draft": Form("policy_owner", "/policydesk/policies/{policy}/", "/draft/"),
    "claim": Form("manager", "/cases/{case}/claim/{what}/"),
    "decide": Form("manager", "/claims/cases/{case}/{what}/"),
    "bill": Form("manager", "/cases/{case}/bill/"),
    "take over": Form("manager", "/claims/bills/{bill}/"),
    "invoice": Form("accountant", "/cases/{case}/invoice/"),
    "pay": Form("accountant", "/cases/{case}/payment/"),
    "need": Form("engineer", PARTS + "ask/?part={part}"),
    "reserve": Form("engineer", PARTS + "{request}/", button="reserve"),
    "propose": Form("engineer", PARTS + "{request}/", button="propose"),
    "customer": Form("engineer", PARTS + "answer/{proposal}/"),
    "ship": Form("store_keeper", "/store/pick/{held}/"),
    "arrived": Form("engineer", PARTS + "held/{held}/arrived/"),
    "fit": Form("engineer", PARTS + "held/{held}/fit/"),
    "return": Form("hotline", "/cases/{case}/returns/new/"),
    "step": Form("hotline", "/returns/{rma}/{what}/"),
}


def found_form(page: Element, form: Form, what: str) -> Element:
    """Return the form that is meant on a page; of several with a button, the one about `what`."""
    for one in page.all("form", method="post"):
        if form.action and not one.attrs.get("action", "").endswith(form.action):
            continue
        if form.button and (
            one.first("button", value=form.button) is None or what not in one.words
        ):
            continue
        if one.attrs.get("action", "").endswith(("/logout/", "/language/")):
            continue
        if one.above("", "main", "body").tag == "main":
            return one
    raise AssertionError(f"no such form on the page: {form}")


def filled(form: Element, said: Mapping[str, str]) -> dict[str, str | list[str]]:
    """Return what is sent: what stands in the fields already, and what was typed."""
    sent = fields(form)
    for name, value in said.items():
        own = next((n for n in (name, "a_" + name.replace(".", "__")) if n in sent), "")
        assert own, f"the form has no field {name}, but {sorted(sent)}"
        sent[own] = chosen(form, own, value)
    return {name: value for name, value in sent.items() if value != ""}


def send(
    browser: Client, form: Form, address: str, what: str, said: Mapping[str, str]
) -> HttpResponse:
    """Fill in the form at an address and send it. Returns the answer."""
    page = browser.get(address, follow=True)
    assert page.status_code == 200, (address, page.status_code)
    shown = found_form(read(page.content.decode()), form, what)
    sent = filled(shown, said)
    if form.button:
        sent["act"] = form.button
    if page.redirect_chain:
        address = page.redirect_chain[-1][0]
    if shown.first("button", name="go") is not None:
        sent["go"] = "yes"
    return browser.post(shown.attrs.get("action") or address, sent)


def query(said: Mapping[str, str]) -> str:
    """Return what an address fills in of the policy's own questions."""
    own = {f"a_{name.replace('.', '__')}": value for name, value in said.items()}
    return f"&{urlencode(own)}" if own else ""
