"""A page as a person reads it: its parts in order, their words, and the forms to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta", "path", "source", "use", "rect", "circle"}
SILENT = {"script", "style", "template", "svg"}
INLINE = {"a", "b", "code", "em", "i", "span", "strong", "time", "kbd"}


class Element:
    """An element of a page."""

    def __init__(self, tag: str, attrs: Mapping[str, str], parent: Element | None) -> None:
        self.tag, self.attrs, self.parent = tag, attrs, parent
        self.inside: list[Element | str] = []

    @property
    def words(self) -> str:
        """Return what stands in it, with single blanks."""
        return " ".join(self._text().split())

    def _text(self) -> str:
        if self.tag in SILENT:
            return ""
        said = "".join(one if isinstance(one, str) else one._text() for one in self.inside)
        return said if self.tag in INLINE else f" {said} "

    def all(self, tag: str = "", css: str = "", **attrs: str) -> Iterator[Element]:
        """Yield the elements inside with this tag, class and attributes, in their order."""
        for one in self.inside:
            if isinstance(one, Element):
                if one.fits(tag, css, attrs):
                    yield one
                yield from one.all(tag, css, **attrs)

    def fits(self, tag: str, css: str, attrs: Mapping[str, str]) -> bool:
        """Say whether it has a tag, a class and attributes; what is empty does not count."""
        is_tag = tag in ("", self.tag)
        is_class = not css or css in self.attrs.get("class", "").split()
        return is_tag and is_class and all(self.attrs.get(k) == v for k, v in attrs.items())

    def first(self, tag: str = "", css: str = "", **attrs: str) -> Element | None:
        """Return the first such element inside; None without one."""
        return next(self.all(tag, css, **attrs), None)

    def above(self, *tags: str) -> Element:
        """Return the nearest element around it with one of these tags."""
        found = self.parent
        while found is not None and found.tag not in tags:
            found = found.parent
        assert found is not None, tags
        return found

    def headed(self, heading: str) -> Iterator[Element]:
        """Yield the sections whose heading says just this."""
        for one in (*self.all("h2"), *self.all("h3")):
            if one.words == heading:
                yield one.above("section")

    def clauses(self) -> str:
        """Return the numbers of the clauses that stand beside it."""
        return " ".join(one.words for one in self.all(css="cl"))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.here = self.top = Element("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.inside.append(made)
        if tag not in VOID:
            self.here = made

    def handle_endtag(self, tag: str) -> None:
        at: Element | None = self.here
        while at is not None and at.tag != tag:
            at = at.parent
        if at is not None and at.parent is not None:
            self.here = at.parent

    def handle_data(self, data: str) -> None:
        self.here.inside.append(data)


def read(html: str) -> Element:
    """Return a page's parts."""
    reader = _Reader()
    reader.feed(html)
    return reader.top


def fields(form: Element) -> dict[str, str | list[str]]:
    """Return what a browser has in each field before anybody types; "" where nothing is chosen."""
    found: dict[str, str | list[str]] = {}
    for one in (*form.all("input"), *form.all("textarea"), *form.all("select")):
        name = one.attrs.get("name", "")
        if not name or "disabled" in one.attrs:
            continue
        if one.attrs.get("type") in ("radio", "checkbox"):
            found.setdefault(name, "")
            if "checked" in one.attrs:
                found[name] = one.attrs.get("value", "on")
        else:
            found[name] = _value(one)
    for one in form.all("button"):
        found.setdefault(one.attrs.get("name", ""), "")
    return found


def _value(one: Element) -> str:
    if one.tag == "textarea":
        return one.words
    if one.tag == "select":
        options = list(one.all("option"))
        chosen = [option for option in options if "selected" in option.attrs] or options[:1]
        return next((option.attrs.get("value", option.words) for option in chosen), "")
    return one.attrs.get("value", "")


def chosen(form: Element, name: str, said: str) -> str:
    """Return the value of the choice that says so, where the field has choices."""
    for select in form.all("select", name=name):
        for option in select.all("option"):
            if said in (option.attrs.get("value"), option.words) or said in option.words:
                return option.attrs.get("value", option.words)
    return said
