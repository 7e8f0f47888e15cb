"""Reading a case from JSON values, typed by the attributes of a policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, NoReturn, TypeVar

from kept.rules.facts.fact import Fact, Facts
from kept.rules.facts.values import Scalar, Value
from kept.rules.hours import is_zone
from kept.rules.policy.errors import Problems
from kept.rules.policy.model import Attribute, EventKind, FactType, Policy
from kept.rules.policy.nodes import TextNode
from kept.rules.policy.overrides import Override
from kept.rules.policy.quoting import did_you_mean
from kept.rules.policy.read.domains import UNKNOWN, of_attribute, read_value
from kept.rules.policy.read.quantities import duration_of, moment_of
from kept.rules.policy.read.scope import Names, Scope, Wrong
from kept.rules.policy.read.vocabulary import ATTRIBUTES, EVENTS
from kept.rules.said import Saying, noun

T = TypeVar("T")

_CASE: Final = ("about", "facts", "history", "overrides")
_FACT: Final = ("id", "kind", "at", "recorded_at", "received_at", "by", "values", "corrects")
_PAST_FACT: Final = (*_FACT, "case")
_OVERRIDE: Final = ("rule", "field", "value", "source", "reason")
MOST_LEVELS: Final = 4
ZONES: Final = ("site.zone", "office.zone")
_JSON: Final = {
    dict: noun("an object"),
    list: noun("a list"),
    str: noun("a text"),
    bool: noun("true or false"),
    int: noun("a number"),
    float: noun("a number"),
    type(None): noun("null"),
}


@dataclass(frozen=True, slots=True)
class CaseError:
    """One mistake in a case: where it is ("facts[2].at"), and what was expected."""

    path: str
    saying: Saying

    @property
    def message(self) -> str:
        """Return the sentence in English."""
        return self.saying.english

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class CaseErrors(Exception):
    """The values are not a case. `errors` holds every mistake that was found."""

    def __init__(self, errors: list[CaseError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in errors))

    def in_language(self, language: str) -> str:
        """Return a line for each mistake, with its place."""
        return "\n".join(f"{e.path}: {e.saying.in_language(language)}" for e in self.errors)


def read_case(
    data: Mapping[str, Any], policy: Policy | None = None, *, strict: bool = True
) -> tuple[Facts, list[Override]]:
    """Return the facts of a case and what its contract overrides.

    Moments become aware datetimes: without offset they are wall time of the policy's zone (UTC
    without a policy), a date is its 00:00. Durations stay text. With `strict` a kind of fact or
    an attribute that neither the standard vocabulary nor the policy knows is a mistake; otherwise
    it is kept as it is, for one case under several policies. Raises CaseErrors.
    """
    reader = _Reader(policy, strict=strict)
    fields = reader.fields(data, "case", _CASE)
    about = reader.attributes(fields.get("about", {}), "about")
    facts = reader.each(fields.get("facts", []), "facts", reader.fact)
    history = reader.each(fields.get("history", []), "history", reader.past_fact)
    overrides = reader.each(fields.get("overrides", []), "overrides", reader.override)
    reader.check_ids("facts", facts)
    reader.check_ids("history", history)
    if reader.errors:
        raise CaseErrors(reader.errors)
    return Facts(tuple(facts), about, tuple(history)), overrides


class _Refused(Exception):
    """A value that cannot be read; its mistake is noted already."""


class _Reader:
    """Reads the parts of one case and collects the mistakes."""

    def __init__(self, policy: Policy | None, *, strict: bool) -> None:
        self.zone = policy.zone if policy else "UTC"
        self.known: Mapping[str, Attribute] = policy.attributes if policy else ATTRIBUTES
        self.kinds: Mapping[str, EventKind] = policy.events if policy else EVENTS
        self.strict = strict
        self.errors: list[CaseError] = []
        self.scope = Scope(Problems("case"), Names(), self.zone)

    # --- shapes --------------------------------------------------------------------------

    def note(self, path: str, saying: Saying) -> None:
        self.errors.append(CaseError(path, saying))

    def refuse(self, path: str, saying: Saying) -> NoReturn:
        self.note(path, saying)
        raise _Refused

    def fields(self, data: object, path: str, keys: tuple[str, ...]) -> dict[str, Any]:
        """Return the fields of an object; what is not one of `keys` is noted and left out."""
        if not isinstance(data, Mapping):
            self.note(
                path,
                Saying(
                    "stands-instead-object",
                    "Here stands {found} instead of an object.",
                    found=_shape(data),
                ),
            )
            return {}
        for key in data:
            if key not in keys:
                self.note(
                    f"{path}.{key}",
                    Saying("no-such-field", "There is no such field.").then(
                        did_you_mean(str(key), keys)
                    ),
                )
        return {key: data[key] for key in keys if data.get(key) is not None}

    def each(self, data: object, path: str, read: Callable[[object, str], T]) -> list[T]:
        """Return what `read` makes of each part of a list, without those that are refused."""
        if not isinstance(data, list | tuple):
            self.note(
                path,
                Saying(
                    "stands-instead-list",
                    "Here stands {found} instead of a list.",
                    found=_shape(data),
                ),
            )
            return []
        found: list[T] = []
        for at, part in enumerate(data):
            try:
                found.append(read(part, f"{path}[{at}]"))
            except _Refused:
                continue
        return found

    def text(self, fields: Mapping[str, Any], key: str, path: str) -> str:
        """Return a field that holds a text, "" without it."""
        value = fields.get(key, "")
        if isinstance(value, str):
            return value
        self.note(
            f"{path}.{key}",
            Saying(
                "stands-instead-text", "Here stands {found} instead of a text.", found=_shape(value)
            ),
        )
        return ""

    # --- what a case consists of -----------------------------------------------------------

    def fact(self, data: object, path: str) -> Fact:
        """Return one fact of the case."""
        return self._fact(self.fields(data, path, _FACT), path)

    def past_fact(self, data: object, path: str) -> Fact:
        """Return one fact of an earlier case."""
        fields = self.fields(data, path, _PAST_FACT)
        return replace(self._fact(fields, path), case=self.text(fields, "case", path))

    def _fact(self, fields: dict[str, Any], path: str) -> Fact:
        kind = self.text(fields, "kind", path)
        if not kind:
            self.note(
                f"{path}.kind",
                Saying(
                    "fact-what-happened-request-received",
                    "A fact says what happened, such as request.received.",
                ),
            )
        elif self.strict and kind not in self.kinds:
            meant = did_you_mean(kind, tuple(self.kinds))
            self.note(
                f"{path}.kind",
                Saying("no-such-event", "There is no event “{kind}”.", kind=kind).then(meant),
            )
        if "at" not in fields:
            self.refuse(f"{path}.at", Saying("fact-when-happened", "A fact says when it happened."))
        return Fact(
            id=self.text(fields, "id", path) or path,
            kind=kind,
            at=self.moment(fields["at"], f"{path}.at"),
            recorded_at=self.maybe_moment(fields, "recorded_at", path),
            received_at=self.maybe_moment(fields, "received_at", path),
            by=self.text(fields, "by", path),
            values=self.attributes(fields.get("values", {}), f"{path}.values"),
            corrects=self.text(fields, "corrects", path) or None,
        )

    def override(self, data: object, path: str) -> Override:
        """Return one override of the contract."""
        fields = self.fields(data, path, _OVERRIDE)
        for key in _OVERRIDE[:-1]:
            if key not in fields:
                self.note(
                    f"{path}.{key}", Saying("override-needs-field", "An override needs this field.")
                )
        return Override(**{key: self.text(fields, key, path) for key in _OVERRIDE})

    def check_ids(self, where: str, facts: list[Fact]) -> None:
        """Note ids that stand twice, and corrections of facts that are not there."""
        counts = Counter((fact.case, fact.id) for fact in facts)
        for fact in facts:
            if fact.corrects is not None and (fact.case, fact.corrects) not in counts:
                self.note(
                    where,
                    Saying(
                        "no-fact-to-correct",
                        "There is no fact “{corrects}” to correct.",
                        corrects=fact.corrects,
                    ),
                )
        for (_, name), count in counts.items():
            if count > 1:
                self.note(
                    where,
                    Saying(
                        "id-used-times",
                        "The id “{name}” is used {count} times.",
                        name=name,
                        count=count,
                    ),
                )

    # --- values ----------------------------------------------------------------------------

    def attributes(self, data: object, path: str) -> dict[str, Value]:
        """Return attributes by dotted key; objects may be nested: {"site": {"city": …}}."""
        found: dict[str, Value] = {}
        waiting: list[tuple[str, object]] = [("", data)]
        while waiting:
            name, value = waiting.pop()
            if isinstance(value, Mapping) and name.count(".") < MOST_LEVELS:
                inner = [(f"{name}.{key}".lstrip("."), part) for key, part in value.items()]
                waiting += reversed(inner)
            elif not name:
                self.note(
                    path,
                    Saying(
                        "stands-instead-object",
                        "Here stands {found} instead of an object.",
                        found=_shape(value),
                    ),
                )
            elif value is not None:
                with suppress(_Refused):
                    found[name] = self.value(name, value, f"{path}.{name}")
        return found

    def value(self, name: str, value: object, path: str) -> Value:
        """Return a JSON value typed by its attribute; without one, as it is."""
        known = self.known.get(name)
        if known is None and self.strict:
            self.refuse(
                path,
                Saying("no-such-fact", "There is no fact “{name}”.", name=name).then(
                    did_you_mean(name, tuple(self.known))
                ),
            )
        if name in ZONES and not (isinstance(value, str) and is_zone(value)):
            self.refuse(
                path,
                Saying(
                    "no-such-zone",
                    "There is no time zone “{value}” in the IANA database.",
                    value=str(value),
                ),
            )
        if isinstance(value, list | tuple):
            parts = enumerate(value)
            return tuple(self.scalar(known, part, f"{path}[{at}]") for at, part in parts)
        return self.scalar(known, value, path)

    def scalar(self, known: Attribute | None, value: object, path: str) -> Scalar:
        """Return a single value typed by its attribute; "unknown" always may stand there."""
        if not isinstance(value, str | bool | int | float):
            self.refuse(
                path,
                Saying(
                    "stands-instead-single-value",
                    "Here stands {found} instead of a single value.",
                    found=_shape(value),
                ),
            )
        if known is None or value == UNKNOWN:
            return value
        try:
            return _typed(self.scope, known, value, strict=self.strict)
        except Wrong as wrong:
            self.refuse(path, wrong.saying)

    def moment(self, value: object, path: str) -> datetime:
        """Return an instant written as text."""
        if not isinstance(value, str):
            self.refuse(
                path,
                Saying(
                    "stands-instead-moment",
                    "Here stands {found} instead of a moment.",
                    found=_shape(value),
                ),
            )
        try:
            return moment_of(value, self.zone, 0)
        except Wrong as wrong:
            self.refuse(path, wrong.saying)

    def maybe_moment(self, fields: Mapping[str, Any], key: str, path: str) -> datetime | None:
        """Return an instant, None without it."""
        return self.moment(fields[key], f"{path}.{key}") if key in fields else None


def _typed(scope: Scope, known: Attribute, value: Scalar, *, strict: bool) -> Scalar:
    said = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    match known.type:
        case FactType.TEXT:
            return said
        case FactType.ONE_OF if not strict:
            return said
        case FactType.DURATION:
            if not said.isdecimal():  # a number alone counts as months
                duration_of(said, 0)
            return said
    return read_value(scope, TextNode(said, 0), of_attribute(known))


def _shape(value: object) -> Saying:
    return _JSON.get(type(value), noun("something else"))
