"""Which kinds of ledger entries the code writes, and which services write any."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from .files import SOURCE

RECORDS = SOURCE / "records"
Definition = ast.FunctionDef | ast.ClassDef
WRITERS = {
    "write",
    "write_many",
    "begin_stream",
    "telling",
}  # of kept.records.ledger.services.writing
CHANGES = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}
SQL = ("INSERT INTO", "UPDATE ", "DELETE FROM")


@dataclass
class Module:
    """A module: what it defines, and what it has from others, by the names it uses."""

    name: str
    tree: ast.Module
    defines: dict[str, Definition] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)
    statements: set[str] = field(default_factory=set)  # names of SQL that changes something


@cache
def modules() -> dict[str, Module]:
    """Return every module of the records by its name."""
    found = {}
    for path in sorted(RECORDS.rglob("*.py")):
        if "migrations" not in path.parts:
            module = _module(path)
            found[module.name] = module
    return found


def _module(path: Path) -> Module:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    module = Module(name, ast.parse(path.read_text(encoding="utf8")))
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            module.defines[node.name] = node
        elif isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                module.imports[one.asname or one.name] = (node.module, one.name)
        elif isinstance(node, ast.Assign) and any(word in ast.dump(node) for word in SQL):
            module.statements |= {to.id for to in node.targets if isinstance(to, ast.Name)}
    return module


def resolve(module: Module, name: str) -> tuple[Module, str] | None:
    """Return where a name that a module uses is defined, if among the records."""
    while name not in module.defines:
        where, name = module.imports.get(name, ("", name))
        if where not in modules():
            return None
        module = modules()[where]
    return module, name


def kinds() -> set[str]:
    """Return every kind that is written; what differs in one is `*`."""
    return {kind for module in modules().values() for kind in _kinds_of(module)}


def _kinds_of(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.keyword) and node.arg == "verb":
            yield from _said(node.value)
        elif isinstance(node, ast.Assign):
            yield from _of_assignment(node.targets[0], node.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from _of_call(module, node)


def _of_assignment(to: ast.expr, value: ast.expr) -> Iterator[str]:
    if isinstance(to, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, given in zip(to.elts, value.elts, strict=False):
            yield from _of_assignment(one, given)
    elif isinstance(to, ast.Name) and to.id == "verb":
        yield from _said(value)


def _of_call(module: Module, call: ast.Call) -> Iterator[str]:
    """Return what is handed to a function of ours as its `verb`."""
    assert isinstance(call.func, ast.Name)
    found = resolve(module, call.func.id)
    if found is None:
        return
    function = found[0].defines[found[1]]
    if isinstance(function, ast.FunctionDef):
        for parameter, given in zip(function.args.args, call.args, strict=False):
            if parameter.arg == "verb":
                yield from _said(given)


def _said(value: ast.expr) -> Iterator[str]:
    """Return the kinds in an expression."""
    if isinstance(value, ast.JoinedStr):
        pieces = (one.value if isinstance(one, ast.Constant) else "*" for one in value.values)
        yield "".join(str(piece) for piece in pieces)
        return
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and "." in value.value:
        yield value.value
    for child in ast.iter_child_nodes(value):
        if isinstance(child, ast.expr):
            yield from _said(child)


@dataclass(frozen=True)
class Effect:
    """What calling a function may come to."""

    changes: bool
    tells: bool


def services() -> dict[str, Effect]:
    """Return what each service of each app comes to, by app and name."""
    found = {}
    for name, module in modules().items():
        if name.endswith(".services") and not name.startswith("kept.records.ledger."):
            for service in sorted(module.defines or module.imports):
                place = resolve(module, service) if not service.startswith("_") else None
                if place and isinstance(place[0].defines[place[1]], ast.FunctionDef):
                    found[f"{name.split('.')[2]}.{service}"] = _effect(*place)
    return found


def _effect(module: Module, name: str) -> Effect:
    seen: set[tuple[str, str]] = set()
    waiting, changes, tells = [(module, name)], False, False
    while waiting:
        where, what = waiting.pop()
        if (where.name, what) in seen:
            continue
        seen.add((where.name, what))
        if where.name == "kept.records.ledger.services.writing" and what in WRITERS:
            tells = True
            continue
        if where.name.startswith("kept.records.ledger."):
            continue
        does, used = _does(where.name, what)
        changes = changes or does
        waiting += [(modules()[name], one) for name, one in used]
    return Effect(changes, tells)


@cache
def _does(name: str, what: str) -> tuple[bool, frozenset[tuple[str, str]]]:
    """Return whether a definition changes something by itself, and what of ours it uses."""
    module = modules()[name]
    definition = module.defines[what]
    names = {node.id for node in ast.walk(definition) if isinstance(node, ast.Name)}
    places = [place for one in names if (place := resolve(module, one)) is not None]
    used = frozenset((where.name, one) for where, one in places)
    return _changes(module, definition), used


def _changes(module: Module, definition: Definition) -> bool:
    for node in ast.walk(definition):
        if isinstance(node, ast.Name) and node.id in module.statements:
            return True
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called, of = node.func.attr, ast.unparse(node.func.value)
            if called in CHANGES or (called in {"update", "delete"} and "objects" in of):
                return True
    return False
