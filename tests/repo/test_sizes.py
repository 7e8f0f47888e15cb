"""Small things: a function, a file."""

import ast

from .files import name, python_files

MOST_LINES_OF_FUNCTION = 50
MOST_LINES_OF_FILE = 400
MOST_LINES_OF_TEST_FILE = 600


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return a function's lines without its docstring."""
    length = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        length -= (first.end_lineno or first.lineno) - first.lineno + 1
    return length


def functions() -> list[tuple[str, int]]:
    """Return the name and the lines of every function of ours."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return [
        (f"{name(path)}:{node.name}", lines_of(node))
        for path in python_files("src", "tests", "scripts", "bench")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8")))
        if isinstance(node, kinds)
    ]


def test_no_function_is_longer_than_a_page():
    long = [f"{found} ({lines})" for found, lines in functions() if lines > MOST_LINES_OF_FUNCTION]

    assert long == []


def test_no_file_is_longer_than_one_subject():
    def most(path):
        return MOST_LINES_OF_TEST_FILE if "tests" in path.parts else MOST_LINES_OF_FILE

    lengths = {
        path: len(path.read_text(encoding="utf8").splitlines())
        for path in python_files("src", "tests", "scripts", "bench")
    }
    assert [f"{name(p)} ({n})" for p, n in lengths.items() if n > most(p)] == []
