"""The house rules a machine can see, each a function from a source to what breaks it.

``CONTRIBUTING.md`` says what they are for. Complexity, parameters and docstrings are ruff's to check;
what stands here is what ruff does not know.
"""

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

FUNCTION_LINES: Final = 40
COMMAND_LINES: Final = 15
MODULE_LINES: Final = 300
PARAMETERS: Final = 5

CATCHES_ALL: Final = {
    "src/newsgrab/cli/__init__.py": "the outermost frame: a bug becomes one line and a status",
    "src/newsgrab/cli/lists.py": "a thread hands over whatever was raised to the one who waits",
    "src/newsgrab/worker/__main__.py": "the boundary of a process: a bug costs one page",
}
"""Where ``except Exception`` may stand and not raise again, and why."""

_BUDGETS_OF_RUFF: Final = {"C901", "PLR0911", "PLR0912", "PLR0913", "PLR0915", "PLR0917"}
_EMPTY_NAMES: Final = {"util", "utils", "helper", "helpers", "common", "manager", "handler", "misc"}
_EMPTY_VERBS: Final = ("process_", "do_", "get_")
_UNBOUNDED: Final = {"aiter_bytes", "aiter_lines", "aiter_text", "iter_bytes", "iter_text", "aread"}
_EXECUTES: Final = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "yaml.load"}
_UNPICKLES: Final = {"pickle", "marshal", "shelve", "dill"}
_SUPPRESSION: Final = re.compile(r"#\s*(noqa|type:\s*ignore|pragma|pylint|mypy:|ruff:)")
_NOQA: Final = re.compile(r"#\s*noqa: [A-Z]+\d+(, ?[A-Z]+\d+)* - \S+")
_IGNORE: Final = re.compile(r"#\s*type: ignore\[[\w, -]+\]  # \S+")
_LATER: Final = re.compile(r"\b(?:T[O]DO|FIX[M]E|X[X]X|H[A]CK)\b")
_BUILD_PATH: Final = re.compile(r"(?<![\w.:/>-])/(?:home|Users|root|work|workspace|opt|mnt|tmp|venv)/[\w.-]")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Finding:
    """Something that breaks a rule."""

    line: int
    says: str


@dataclass(frozen=True)
class Source:
    """A file: its path inside the project, with slashes, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text, self.path)

    @property
    def functions(self) -> Iterator[Function]:
        """Its functions and methods, nested ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    @property
    def comments(self) -> Iterator[tuple[int, str]]:
        """Its comments, with their lines."""
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


Rule = Callable[[Source], Iterator[Finding]]


def functions_are_short(source: Source) -> Iterator[Finding]:
    """40 lines with signature and docstring; 15 without them for a command, whose signature is its flags."""
    for function in source.functions:
        limit, first = FUNCTION_LINES, function.lineno
        if _is_command(source, function):
            limit, first = COMMAND_LINES, function.body[ast.get_docstring(function) is not None].lineno
        lines = (function.end_lineno or 0) - first + 1
        if lines > limit:
            yield Finding(function.lineno, f"{function.name} has {lines} lines, {limit} are allowed")


def parameters_are_few(source: Source) -> Iterator[Finding]:
    """5 parameters; only a command of Typer has more."""
    for function in source.functions:
        count = _parameters(function)
        if count > PARAMETERS and not _is_command(source, function):
            yield Finding(
                function.lineno, f"{function.name} has {count} parameters, {PARAMETERS} are allowed"
            )


def modules_are_short(source: Source) -> Iterator[Finding]:
    """300 lines; a file of tests may have more, it grows with its table of cases."""
    lines = source.text.count("\n")
    if lines > MODULE_LINES and not source.path.rpartition("/")[2].startswith("test_"):
        yield Finding(lines, f"{lines} lines, {MODULE_LINES} are allowed")


def names_say_something(source: Source) -> Iterator[Finding]:
    """No utils, helpers, common, manager, handler; no process_, do_, get_ unless a library asks."""
    stem = source.path.rpartition("/")[2].removesuffix(".py")
    if _EMPTY_NAMES & set(stem.split("_")):
        yield Finding(1, f"a module called {stem} says nothing of what it knows")
    nodes = list(ast.walk(source.tree))
    foreign = {
        method
        for node in nodes
        if isinstance(node, ast.ClassDef) and any(isinstance(base, ast.Attribute) for base in node.bases)
        for method in node.body
    }
    for node in nodes:
        if isinstance(node, Function | ast.ClassDef) and node not in foreign:
            words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", node.name).lower().split("_")
            name = "" if node.name.startswith("__") else node.name.lstrip("_")  # Python's own are given
            is_empty_verb = isinstance(node, Function) and name.startswith(_EMPTY_VERBS)
            if is_empty_verb or _EMPTY_NAMES & set(words):
                yield Finding(node.lineno, f"{node.name} says nothing of what it does")


def errors_are_caught_by_name(source: Source) -> Iterator[Finding]:
    """Everything is caught only where ``CATCHES_ALL`` says, or to be raised again."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler) and _catches_all(node.type):
            raises_again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            if not raises_again and source.path not in CATCHES_ALL:
                yield Finding(node.lineno, "catches everything")
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress"):
            yield from (Finding(node.lineno, "suppresses everything") for a in node.args if _catches_all(a))


def nothing_is_executed(source: Source) -> Iterator[Finding]:
    """No eval, no pickle, no shell, no YAML that makes objects, no archive that writes where it likes."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
            for name in names:
                if name.split(".")[0] in _UNPICKLES:
                    yield Finding(node.lineno, f"imports {name}")
        elif isinstance(node, ast.Call):
            name, arguments = ast.unparse(node.func), {a.arg: ast.unparse(a.value) for a in node.keywords}
            if name in _EXECUTES:
                yield Finding(node.lineno, f"calls {name}")
            if arguments.get("shell", "False") != "False":
                yield Finding(node.lineno, "starts a shell")
            if name.endswith(".extractall") and "filter" not in arguments:
                yield Finding(node.lineno, "unpacks without a filter")


def libraries_are_used_with_care(source: Source) -> Iterator[Finding]:
    """What the libraries do without bounds, or with files, or crash on (R75).

    httpx decodes without a bound and may raise anything at ``.text``; feedparser takes a string for the name
    of a file; a tree of selectolax that is changed while it is traversed is a crash.
    """
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute):
            if node.attr in _UNBOUNDED:
                yield Finding(node.lineno, f"reads without a bound: {node.attr}")
            if node.attr in ("text", "content") and ast.unparse(node.value) in ("response", "answer"):
                yield Finding(node.lineno, "decodes as the server says")
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "feedparser.parse":
            if not ast.unparse(node.args[0]).startswith(("BytesIO(", "io.BytesIO(")):
                yield Finding(node.lineno, "may open a file")
        elif isinstance(node, ast.For) and ast.unparse(node.iter).endswith(".traverse()"):
            yield Finding(node.lineno, "walks a tree that may be changed meanwhile; a list of it is safe")


def values_are_frozen(source: Source) -> Iterator[Finding]:
    """Values in, values out: a dataclass is frozen."""
    for node in ast.walk(source.tree):
        for decorator in node.decorator_list if isinstance(node, ast.ClassDef) else ():
            shown = ast.unparse(decorator)
            if shown.split("(")[0].endswith("dataclass") and "frozen=True" not in shown:
                yield Finding(decorator.lineno, "a dataclass that can be changed")


def exceptions_have_reasons(source: Source) -> Iterator[Finding]:
    """``# noqa: CODE - why`` and ``# type: ignore[code]  # why``; the budgets know no exception."""
    for line, comment in source.comments:
        if not _SUPPRESSION.search(comment):
            continue
        if not _NOQA.search(comment) and not _IGNORE.search(comment):
            yield Finding(line, f"no reason, or no code: {comment}")
        if budgets := _BUDGETS_OF_RUFF & set(re.findall(r"[A-Z]+\d+", comment)):
            yield Finding(line, f"a budget is not to be silenced: {', '.join(budgets)}")


def nothing_is_put_off(source: Source) -> Iterator[Finding]:
    """What is to be done stands in the list of issues."""
    yield from _lines_with(_LATER, source)


def no_path_of_the_machine(source: Source) -> Iterator[Finding]:
    """Nobody else has the folders of whoever wrote it."""
    yield from _lines_with(_BUILD_PATH, source)


def _lines_with(pattern: re.Pattern[str], source: Source) -> Iterator[Finding]:
    for number, line in enumerate(source.text.splitlines(), 1):
        if found := pattern.search(line):
            yield Finding(number, line[max(0, found.start() - 30) : found.end() + 30].strip())


def _parameters(function: Function) -> int:
    named = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return sum(argument.arg not in ("self", "cls") for argument in named)


def _is_command(source: Source, function: Function) -> bool:
    # Only a command takes so many: what is behind it gets them as one value.
    return source.path.startswith("src/newsgrab/cli/") and _parameters(function) > PARAMETERS


def _catches_all(kind: ast.expr | None) -> bool:
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(each is None or ast.unparse(each) in ("Exception", "BaseException") for each in kinds)


OF_CODE: Final[tuple[Rule, ...]] = (
    functions_are_short,
    parameters_are_few,
    modules_are_short,
    names_say_something,
    exceptions_have_reasons,
)
"""For everything in Python, tests too."""

OF_THE_PACKAGE: Final[tuple[Rule, ...]] = (
    errors_are_caught_by_name,
    nothing_is_executed,
    libraries_are_used_with_care,
    values_are_frozen,
)
"""For what is installed."""

OF_EVERY_FILE: Final[tuple[Rule, ...]] = (nothing_is_put_off, no_path_of_the_machine)
"""For every text of the project."""
