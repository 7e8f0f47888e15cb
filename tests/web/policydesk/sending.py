"""A page's form as a browser would send it."""

from __future__ import annotations

from html.parser import HTMLParser


class _Form(HTMLParser):
    """Collects what the fields of the form in main hold."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.name = ""  # of the text area or selection that is open
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self.inside = said.get("method") == "post" and "/" not in (said.get("action") or "")
        if not self.inside:
            return
        if tag in ("textarea", "select"):
            self.name = said["name"] or ""
            self.found[self.name] = ""
        elif tag == "option" and "selected" in said:
            self.found[self.name] = said.get("value") or ""
        elif tag == "input" and said.get("name") and self._is_sent(said):
            self.found[said["name"] or ""] = said.get("value") or ""

    def _is_sent(self, said: dict[str, str | None]) -> bool:
        return said.get("type") not in ("checkbox", "radio") or "checked" in said

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select"):
            self.name = ""

    def handle_data(self, data: str) -> None:
        if self.name and self.inside and data.strip() and self.lasttag != "option":
            self.found[self.name] += data.removeprefix("\n").replace("\n", "\r\n")


def filled_in(page: str) -> dict[str, str]:
    """Return the fields of the page's own form and what they hold."""
    form = _Form()
    form.feed(page)
    return {name: value for name, value in form.found.items() if name != "csrfmiddlewaretoken"}
