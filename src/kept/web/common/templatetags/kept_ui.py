"""Tags and filters of the parts: clock states, rulers, moments, languages of words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django import template
from django.forms import BoundField
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kept.web.common import browsers, clock_words, languages

register = template.Library()


def now_of(context: Context) -> datetime:
    """Return the moment the page shows: its own `now` if it has one, else the frame's."""
    page = context.get("page")
    at = getattr(page, "now", None) or context["ui"].now
    assert isinstance(at, datetime)
    return at


@register.simple_tag(takes_context=True)
def clock_state(
    context: Context,
    clock: clock_words.ClockFace,
    *,
    pill: bool = False,
    near: bool = False,
    still: bool = False,
) -> SafeString:
    """Show a clock's state: shape, word and colour; counting ones tick in the browser.

    `near`: the due time stands beside, so the time left is said even for another day. `still`:
    the case is closed, so nothing counts any more.
    """
    now = now_of(context)
    shape = clock_words.shape(clock, now=now)
    counts = clock.due_at is not None and clock.state in clock_words.COUNTING and not still
    return format_html(
        '<span class="st {}{}"{}>{}</span>',
        shape,
        " pill" if pill else "",
        live_attributes(clock.due_at, shape, near=near) if counts and clock.due_at else "",
        clock_words.words(clock, now=now, near=near, still=still),
    )


def live_attributes(due_at: datetime, shape: str, *, near: bool) -> SafeString:
    """Return what the browser needs to count on."""
    return format_html(
        ' data-clock="{}" data-due="{}"{}',
        shape,
        due_at.astimezone(timezone.get_default_timezone()).isoformat(),
        SafeString(" data-near") if near else "",
    )


@register.simple_tag(takes_context=True)
def moment(context: Context, at: datetime) -> SafeString:
    """Show a moment as short as it is clear, the full one on hover."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        at.isoformat(),
        full(at),
        clock_words.moment(at, now=now_of(context)),
    )


@register.simple_tag(takes_context=True)
def now_ms(context: Context) -> str:
    """Show the moment of the page in milliseconds, from which browsers count."""
    return str(int(now_of(context).timestamp() * 1000))


@register.simple_tag(takes_context=True)
def today(context: Context) -> str:
    """Show the day and the time of the page."""
    return clock_words.today(now_of(context))


@register.simple_tag(takes_context=True)
def day(context: Context, at: datetime) -> str:
    """Show the day of a moment: Tue 24 Nov."""
    return clock_words.day(at, now=now_of(context))


@register.filter
def tag(code: str) -> str:
    """Return the BCP 47 tag of a Django language code."""
    return languages.tag(code)


@register.filter
def full(at: datetime) -> str:
    """Return day and time in full, with the zone."""
    here = timezone.localtime(at)
    return f"{here:%Y-%m-%d %H:%M} {here.tzname()}"


@register.filter
def cells(table: Mapping[str, Sequence[str]], row: Sequence[str]) -> list[tuple[str, str]]:
    """Return the cells of a document's row, each with the name of its column."""
    return list(zip(table["columns"], row, strict=False))


@register.filter
def written(at: datetime) -> str:
    """Return day and time in full as people write them: 24 Nov 2026 10:00."""
    here = timezone.localtime(at)
    return f"{clock_words.date_words(here.date())} {here:%H:%M}"


@register.filter
def lasting(time: timedelta) -> str:
    """Return a length of time in words: 2 h 10."""
    return clock_words.duration(time)


@register.filter
def runs(text: str) -> SafeString:
    """Mark Chinese words within a page in English."""
    return languages.mark_runs(text)


@register.filter
def percent(value: float) -> str:
    """Return a position for an SVG: always with a point, whatever the language."""
    return f"{min(max(value, 0.0), 100.0):.2f}%"


@register.filter
def dressed(field: BoundField) -> SafeString:
    """Render a form field's control in our style."""
    widget = field.field.widget
    if getattr(widget, "input_type", "text") in {"checkbox", "radio"}:
        return field.as_widget()
    return field.as_widget(attrs={"class": f"in {widget.attrs.get('class', '')}".strip()})


@register.simple_tag(takes_context=True)
def clock_shape(context: Context, clock: clock_words.ClockFace) -> str:
    """Return the state of a clock as a style."""
    return clock_words.shape(clock, now=now_of(context))


@register.filter
def words(text: str) -> list[str]:
    """Split a text into its words, for loops."""
    return text.split()


@register.filter
def browser(user_agent: str) -> str:
    """Return which browser on which system a user agent names, as far as a person cares."""
    return browsers.name_of(user_agent)
