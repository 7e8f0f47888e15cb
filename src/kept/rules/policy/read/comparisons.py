"""One line of a condition: a key and what it is compared with."""

from __future__ import annotations

from kept.rules.facts.values import Scalar
from kept.rules.policy.model import AllOf, AnyOf, Condition, EventExpr, FactType, Op, Test
from kept.rules.policy.nodes import ListNode, MapNode, Node, TextNode, kind_of
from kept.rules.policy.read.domains import UNKNOWN, Domain, domain_of, read_value
from kept.rules.policy.read.scope import Scope, Wrong, one_or_more, word
from kept.rules.said import Saying, listed, noun

_ORDERED = {op.value: op for op in (Op.AT_LEAST, Op.AT_MOST, Op.MORE_THAN, Op.LESS_THAN)}
_OPERATORS = (*_ORDERED, "not", "same_as", "known")
_WITH_ORDER = (FactType.NUMBER, FactType.MOMENT, FactType.DURATION)
_ORDER_NAMES = noun("a number, a moment or a duration")


def read_test(scope: Scope, among: Domain, node: Node, at: EventExpr | None = None) -> Condition:
    """Return the comparison of a key with a value, a list of values, or an operator's mapping."""
    if not isinstance(node, MapNode):
        return _among(scope, among, node, at)
    if not node.entries:
        raise Wrong(
            node.line,
            Saying("what-compared-with", "Say what “{fact}” is compared with.", fact=among.key),
        )
    found = tuple(_operator(scope, among, (key, value), at) for key, value in node.entries)
    return found[0] if len(found) == 1 else AllOf(found)


def _among(scope: Scope, among: Domain, node: Node, at: EventExpr | None) -> Condition:
    """One of several values; `unknown` among them means that nobody has said."""
    values, unknown = _values(scope, among, node)
    known_no = Test(among.key, Op.KNOWN, (False,), at)
    if not values:
        return known_no
    test = Test(among.key, Op.ONE_OF, values, at)
    return AnyOf((test, known_no)) if unknown else test


def _none_of(scope: Scope, among: Domain, node: Node, at: EventExpr | None) -> Condition:
    values, unknown = _values(scope, among, node)
    known_yes = Test(among.key, Op.KNOWN, (True,), at)
    if not values:
        return known_yes
    test = Test(among.key, Op.NOT_ONE_OF, values, at)
    return AllOf((known_yes, test)) if unknown else test


def _values(scope: Scope, among: Domain, node: Node) -> tuple[tuple[Scalar, ...], bool]:
    nodes = one_or_more(node)
    if not nodes:
        raise Wrong(
            node.line,
            Saying("name-at-least-value", "Name at least one value of “{fact}”.", fact=among.key),
        )
    said = [n for n in nodes if not _is_unknown(among, n)]
    values = tuple(read_value(scope, n, among) for n in said)
    return values, len(said) < len(nodes)


def _is_unknown(among: Domain, node: Node) -> bool:
    return isinstance(node, TextNode) and node.value == UNKNOWN and UNKNOWN not in among.allowed


def _operator(
    scope: Scope, among: Domain, entry: tuple[TextNode, Node], at: EventExpr | None
) -> Condition:
    key, value = entry
    match key.value:
        case "not":
            return _none_of(scope, among, value, at)
        case "known":
            return Test(among.key, Op.KNOWN, (_known(value),), at)
        case "same_as":
            return Test(among.key, Op.SAME_AS, (_other(scope, among, value),), at)
        case said if said in _ORDERED:
            return Test(among.key, _ORDERED[said], (_bound(scope, among, value),), at)
    raise Wrong(
        key.line,
        Saying(
            "no-such-comparison",
            "“{key}” does not compare; there are: {listed}.",
            key=key.value,
            listed=listed(_OPERATORS),
        ).then(scope.meant(key.value, _OPERATORS)),
    )


def _known(node: Node) -> bool:
    said = word(node)
    if said not in ("yes", "no"):
        raise Wrong(
            node.line, Saying("known-yes-no-not", "“known” is yes or no, not “{said}”.", said=said)
        )
    return said == "yes"


def _other(scope: Scope, among: Domain, node: Node) -> str:
    """The other attribute of a comparison; both have the same kind of values."""
    other = domain_of(scope, word(node, noun("the name of another fact")), node.line)
    if other.key not in scope.names.attributes or among.key not in scope.names.attributes:
        raise Wrong(
            node.line, Saying("same-as-compares-two-facts", "“same_as” compares two facts.")
        )
    alike = {FactType.TEXT, FactType.ONE_OF}
    if other.type is not among.type and not {other.type, among.type} <= alike:
        raise Wrong(
            node.line,
            Saying(
                "different-types",
                "“{fact}” ({type}) cannot be the same as “{other}” ({type2}).",
                fact=among.key,
                type=among.type,
                other=other.key,
                type2=other.type,
            ),
        )
    return other.key


def _bound(scope: Scope, among: Domain, node: Node) -> Scalar:
    if among.type not in _WITH_ORDER:
        raise Wrong(
            node.line,
            Saying(
                "no-order",
                "“{fact}” has no order; only {order_names} can be at least something.",
                fact=among.key,
                order_names=_ORDER_NAMES,
            ),
        )
    if isinstance(node, ListNode):
        raise Wrong(
            node.line,
            Saying(
                "not-one-value", "Here stands {found} instead of one value.", found=kind_of(node)
            ),
        )
    return read_value(scope, node, among)
