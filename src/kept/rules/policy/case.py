"""Reading a case from JSON values, typed by the attributes of a policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from kept.rules.facts.fact import Fact, Facts
from kept.rules.facts.values import Scalar, Value
from kept.rules.policy.errors import Problems
from kept.rules.policy.model import Attribute, EventKind, FactType, Policy
from kept.rules.policy.nodes import TextNode
from kept.rules.policy.overrides import Override
from kept.rules.policy.quoting import near, quoted
from kept.rules.policy.read.domains import UNKNOWN, of_attribute, read_value
from kept.rules.policy.read.quantities import duration_of, moment_of
from kept.rules.policy.read.scope import Names, Scope, Wrong
from kept.rules.policy.read.vocabulary import ATTRIBUTES, EVENTS

T = TypeVar("T")

_CASE: Final = ("about", "facts", "overrides")
_FACT: Final = ("id", "kind", "at", "recorded_at", "received_at", "by", "values", "corrects")
_OVERRIDE: Final = ("rule", "field", "value", "source", "reason")
MOST_LEVELS: Final = 4
_JSON: Final = {
    dict: "an object",
    list: "a list",
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}


@dataclass(frozen=True, slots=True, order=True)
class CaseError:
    """One mistake in a case: where it is ("facts[2].at"), and what was expected."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class CaseErrors(Exception):
    """The values are not a case. `errors` holds every mistake that was found."""

    def __init__(self, errors: list[CaseError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in errors))


def read_case(
    data: Mapping[str, Any], policy: Policy | None = None, *, strict: bool = True
) -> tuple[Facts, list[Override]]:
    """Return the facts of a case and what its contract overrides.

    Moments become aware datetimes: without offset they are wall time of the policy's zone (UTC
    without a policy), a date is its 00:00. Durations stay text. With `strict` a kind of fact or an
    attribute that neither the standard vocabulary nor the policy knows is a mistake; otherwise it is
    kept as it is, for one case under several policies. Raises CaseErrors.
    """
    reader = _Reader(policy, strict=strict)
    fields = reader.object(data, "case", _CASE)
    about = reader.about(fields.get("about", {}), "about", 0)
    facts = reader.list(fields.get("facts", []), "facts", reader.fact)
    overrides = reader.list(fields.get("overrides", []), "overrides", reader.override)
    reader.check_ids(facts)
    if reader.errors:
        raise CaseErrors(reader.errors)
    return Facts(tuple(facts), about), overrides


class _Refused(Exception):
    """A value that cannot be read; its mistake is noted already."""


class _Reader:
    """Reads the parts of one case and collects the mistakes."""

    def __init__(self, policy: Policy | None, *, strict: bool) -> None:
        self.zone = policy.zone if policy else "UTC"
        self.attributes: Mapping[str, Attribute] = policy.attributes if policy else ATTRIBUTES
        self.kinds: Mapping[str, EventKind] = policy.events if policy else EVENTS
        self.strict = strict
        self.errors: list[CaseError] = []
        self.scope = Scope(Problems("case"), Names(), self.zone)

    # --- shapes --------------------------------------------------------------------------

    def refuse(self, path: str, message: str) -> None:
        self.errors.append(CaseError(path, message))

    def object(self, data: object, path: str, keys: tuple[str, ...]) -> Mapping[str, Any]:
        """Return an object whose keys are all known; a wrong one is noted and left out."""
        if not isinstance(data, Mapping):
            self.refuse(path, f"Here stands {_shape(data)}; an object was expected.")
            return {}
        for key in data:
            if key not in keys:
                self.refuse(f"{path}.{key}", f"There is no such field.{_meant(str(key), keys)}")
        return {key: data[key] for key in keys if data.get(key) is not None}

    def list(self, data: object, path: str, read: Callable[[object, str], T]) -> list[T]:
        """Return what `read` makes of each part of a list."""
        if not isinstance(data, list | tuple):
            self.refuse(path, f"Here stands {_shape(data)}; a list was expected.")
            return []
        found: list[T] = []
        for at, part in enumerate(data):
            try:
                found.append(read(part, f"{path}[{at}]"))
            except _Refused:
                continue
        return found

    def text(self, fields: Mapping[str, Any], key: str, path: str, default: str = "") -> str:
        """Return a field that holds a text."""
        value = fields.get(key, default)
        if not isinstance(value, str):
            self.refuse(f"{path}.{key}", f"Here stands {_shape(value)}; a text was expected.")
            return default
        return value

    # --- what a case consists of -----------------------------------------------------------

    def about(self, data: object, path: str, depth: int) -> dict[str, Value]:
        """Return attributes by dotted key; objects may be nested: {"site": {"city": …}}."""
        if not isinstance(data, Mapping) or depth >= MOST_LEVELS:
            self.refuse(path, f"Here stands {_shape(data)}; attributes by name were expected.")
            return {}
        found: dict[str, Value] = {}
        for key, value in data.items():
            inner = f"{path}.{key}"
            name = inner.removeprefix("about.")
            if isinstance(value, Mapping):
                found.update(self.about(value, inner, depth + 1))
            elif value is not None:
                found.update(self.attribute(name, value, inner))
        return found

    def fact(self, data: object, path: str) -> Fact:
        """Return one fact."""
        fields = self.object(data, path, _FACT)
        kind = self.text(fields, "kind", path)
        if not kind:
            self.refuse(f"{path}.kind", "A fact says what happened, such as request.received.")
        elif self.strict and kind not in self.kinds:
            meant = _meant(kind, tuple(self.kinds))
            self.refuse(f"{path}.kind", f"There is no event {quoted(kind)}.{meant}")
        if "at" not in fields:
            self.refuse(f"{path}.at", "A fact says when it happened.")
            raise _Refused
        values = fields.get("values", {})
        said = self.about(values, f"{path}.values", 0) if values else {}
        return Fact(
            id=self.text(fields, "id", path) or path,
            kind=kind,
            at=self.moment(fields["at"], f"{path}.at"),
            recorded_at=self.maybe_moment(fields, "recorded_at", path),
            received_at=self.maybe_moment(fields, "received_at", path),
            by=self.text(fields, "by", path),
            values=said,
            corrects=self.text(fields, "corrects", path) or None,
        )

    def override(self, data: object, path: str) -> Override:
        """Return one override of the contract."""
        fields = self.object(data, path, _OVERRIDE)
        for key in _OVERRIDE[:-1]:
            if key not in fields:
                self.refuse(f"{path}.{key}", "An override needs this field.")
        said = {key: self.text(fields, key, path) for key in _OVERRIDE}
        return Override(**said)

    def check_ids(self, facts: list[Fact]) -> None:
        """Every id stands once, and what is corrected exists."""
        ids = [fact.id for fact in facts]
        for at, fact in enumerate(facts):
            if fact.id in ids[:at]:
                self.refuse(f"facts[{at}].id", f"The id {quoted(fact.id)} is used twice.")
            if fact.corrects is not None and fact.corrects not in ids:
                self.refuse(f"facts[{at}].corrects", f"There is no fact {quoted(fact.corrects)}.")

    # --- values ----------------------------------------------------------------------------

    def attribute(self, name: str, value: object, path: str) -> Iterator[tuple[str, Value]]:
        """Return the attribute with its typed value, or nothing when it is wrong."""
        key = name.rpartition("values.")[2]
        known = self.attributes.get(key)
        if known is None and self.strict:
            self.refuse(
                path, f"There is no fact {quoted(key)}.{_meant(key, tuple(self.attributes))}"
            )
            return iter(())
        try:
            return iter([(key, self.value(known, value, path))])
        except _Refused:
            return iter(())

    def value(self, known: Attribute | None, value: object, path: str) -> Value:
        """Return a JSON value typed by its attribute; without one, as it is."""
        if isinstance(value, list | tuple):
            return tuple(self.scalar(known, part, f"{path}[{at}]") for at, part in enumerate(value))
        return self.scalar(known, value, path)

    def scalar(self, known: Attribute | None, value: object, path: str) -> Scalar:
        if not isinstance(value, str | bool | int | float):
            self.refuse(path, f"Here stands {_shape(value)}; a single value was expected.")
            raise _Refused
        if known is None or value == UNKNOWN:
            return value
        try:
            return _typed(self.scope, known, value, strict=self.strict)
        except Wrong as wrong:
            self.refuse(path, wrong.message)
            raise _Refused from None

    def moment(self, value: object, path: str) -> Any:
        if isinstance(value, str):
            try:
                return moment_of(value, self.zone, 0)
            except Wrong as wrong:
                self.refuse(path, wrong.message)
                raise _Refused from None
        self.refuse(path, f"Here stands {_shape(value)}; a moment was expected.")
        raise _Refused

    def maybe_moment(self, fields: Mapping[str, Any], key: str, path: str) -> Any:
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


def _shape(value: object) -> str:
    return _JSON.get(type(value), "something else")


def _meant(word: str, among: tuple[str, ...]) -> str:
    found = near(word, among)
    return f" Did you mean {quoted(found)}?" if found else ""
