"""The walls between the rooms of the project, held by reading the code without running it.

Each rule is a function of a project folder that yields what breaks it, one sentence a place. It is tried on
this project, where it must yield nothing, and on two small trees: a bad one and one that is nearly bad.
"""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

ROOMS = frozenset({"analysis", "dashboard", "etl", "pages", "reports", "ui"})
SPREADSHEET_READERS = frozenset({"fastexcel", "odf", "pandas_calamine", "pyexcel", "python_calamine", "pyxlsb", "xlrd"})
READING_CALLS = frozenset(
    {"DictReader", "load_workbook", "read_csv", "read_csv_auto", "read_excel", "read_table", "reader"}
)
# The one page that hands a file of the network's own to the import.
MAY_IMPORT_ETL = "pages/share/monitoring.py"
# Our own data files are CSV too. This is the one module of the import that reads them; no other room is
# given a file of a user.
READS_OUR_OWN_CSV = "etl/reference.py"

LONGEST_PAGE = 80
LONGEST_FILE = 400

TEXT_FILES = frozenset(
    {".cff", ".css", ".csv", ".in", ".js", ".json", ".md", ".py", ".sh", ".sql", ".toml", ".txt", ".yaml", ".yml"}
)
# In pieces, so that this file does not find itself. An address on the web may hold any of these words.
MACHINE_PATH = re.compile(
    r"(?<![\w.:/~-])/(?:" + "|".join(["home", "root", "work", "Users"]) + r")/\w" + r"|\b[A-Za-z]:\\Users\\"
)
NOT_OURS = frozenset({".git", ".venv", "venv", "__pycache__", "node_modules", "test-results"})

Rule = Callable[[Path], Iterator[str]]


# What the code says


def python_files(root: Path) -> Iterator[Path]:
    """The project's Python files, tests and benchmarks left out, in order of their names."""
    for path in sorted(root.rglob("*.py")):
        inside = path.relative_to(root)
        if not NOT_OURS.intersection(inside.parts) and inside.parts[0] not in {"tests", "bench"}:
            yield path


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(root: Path, path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of every module that `path` imports, inside functions and relative ones too."""
    package = path.relative_to(root).parent.parts
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield node.lineno, name.name
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*above, *(node.module.split(".") if node.module else ())])
            if module:
                yield node.lineno, module
            if not node.module:  # from . import x
                for name in node.names:
                    yield node.lineno, ".".join([*above, name.name])


def room(root: Path, path: Path) -> str:
    """The top folder of `path`, or the name of a top-level module."""
    first = path.relative_to(root).parts[0]
    return first.removesuffix(".py")


def named(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def may_not_import(root: Path, *, who: frozenset[str], whom: frozenset[str], why: str) -> Iterator[str]:
    for path in python_files(root):
        if room(root, path) not in who:
            continue
        for line, module in imports(root, path):
            if module.split(".")[0] in whom and module.split(".")[0] != room(root, path):
                yield f"{named(root, path)}:{line} imports {module}: {why}"


# The rules


def streamlit_stays_on_the_screen_side(root: Path) -> Iterator[str]:
    """Streamlit is known to dashboard.py, pages and ui alone."""
    for path in python_files(root):
        if room(root, path) in {"dashboard", "pages", "ui"}:
            continue
        for line, module in imports(root, path):
            if module.split(".")[0] == "streamlit":
                yield f"{named(root, path)}:{line} imports {module}: only dashboard, pages and ui may"


def etl_knows_no_other_room(root: Path) -> Iterator[str]:
    """The import knows nothing of what is made from its result."""
    yield from may_not_import(
        root,
        who=frozenset({"etl"}),
        whom=ROOMS - {"etl"},
        why="etl meets the rest only in the published file",
    )


def no_room_knows_etl(root: Path) -> Iterator[str]:
    """Nobody imports etl, but for the one page that imports a file, and that through etl's front door."""
    for path in python_files(root):
        if room(root, path) == "etl":
            continue
        for line, module in imports(root, path):
            if module.split(".")[0] != "etl":
                continue
            if named(root, path) != MAY_IMPORT_ETL:
                yield f"{named(root, path)}:{line} imports {module}: rooms meet only in the published file"
            elif module != "etl":
                yield f"{named(root, path)}:{line} imports {module}: the front door is `from etl import …`"


def reports_know_analysis_alone(root: Path) -> Iterator[str]:
    """Deck, workbook and export give the answers of analysis, and know no page."""
    yield from may_not_import(
        root,
        who=frozenset({"reports"}),
        whom=ROOMS - {"reports", "analysis"},
        why="reports know analysis alone",
    )


def analysis_knows_no_other_room(root: Path) -> Iterator[str]:
    """Questions and answers know the published file alone."""
    yield from may_not_import(
        root,
        who=frozenset({"analysis"}),
        whom=ROOMS - {"analysis"},
        why="analysis knows the published file alone",
    )


def ui_knows_no_page(root: Path) -> Iterator[str]:
    """Pages know ui, never the other way round; the frame names its pages as files."""
    yield from may_not_import(
        root,
        who=frozenset({"ui"}),
        whom=frozenset({"dashboard", "pages"}),
        why="pages know ui, not ui the pages",
    )


def pages_ask_and_show(root: Path) -> Iterator[str]:
    """A page asks analysis and shows with ui: no frame, query or drawing library of its own."""
    yield from may_not_import(
        root,
        who=frozenset({"pages"}),
        whom=frozenset({"altair", "duckdb", "numpy", "pandas", "plotly", "pyarrow", "pydeck"}),
        why="a page asks analysis and shows with ui",
    )


def only_read_knows_spreadsheets(root: Path) -> Iterator[str]:
    """Cells are read in one place, so that their traps are handled in one place. Writing is free."""
    for path in python_files(root):
        if named(root, path).startswith("etl/read/"):
            continue
        where = named(root, path)
        own = room(root, path) != "etl" or where == READS_OUR_OWN_CSV
        allowed = {"DictReader", "reader"} if own else set()
        for line, module in imports(root, path):
            if module.split(".")[0] in SPREADSHEET_READERS:
                yield f"{where}:{line} imports {module}: only etl/read reads spreadsheets"
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and called(node) in READING_CALLS - allowed:
                yield f"{where}:{node.lineno} calls {called(node)}: only etl/read reads spreadsheets"


def called(node: ast.Call) -> str:
    """The last part of the called name: `load_workbook` for openpyxl.load_workbook(…)."""
    match node.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def no_page_directly_in_pages(root: Path) -> Iterator[str]:
    """With a .py directly in pages/, the first deep link after a start loses the frame (Streamlit 1.67)."""
    for path in sorted((root / "pages").glob("*.py")):
        yield f"{named(root, path)} lies directly in pages/: move it into a section's folder"


def pages_are_short(root: Path) -> Iterator[str]:
    """A page reads: ask, show, explain."""
    for path in python_files(root):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if room(root, path) == "pages" and lines >= LONGEST_PAGE:
            yield f"{named(root, path)} has {lines} lines: a page stays under {LONGEST_PAGE}"


def files_are_short(root: Path) -> Iterator[str]:
    """One file, one reason to open it."""
    for path in python_files(root):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines >= LONGEST_FILE:
            yield f"{named(root, path)} has {lines} lines: a file stays under {LONGEST_FILE}"


def no_raw_html(root: Path) -> Iterator[str]:
    """Texts come from other people's spreadsheets. None of them reaches a browser as HTML or script."""
    for path in python_files(root):
        for node in ast.walk(parsed(path)):
            if not isinstance(node, ast.keyword) or not (node.arg or "").startswith("unsafe_allow_"):
                continue
            if not (isinstance(node.value, ast.Constant) and node.value.value is False):
                yield f"{named(root, path)}:{node.value.lineno} sets {node.arg}: show texts as text"


def no_machine_paths(root: Path) -> Iterator[str]:
    """Nothing in the project holds a place on one person's computer."""
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        ours = not NOT_OURS.intersection(inside.parts) and (path.suffix in TEXT_FILES or inside.as_posix() == ".ci/run")
        if not ours or not path.is_file():
            continue
        for line, text in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            found = MACHINE_PATH.search(text)
            if found:
                yield f"{inside.as_posix()}:{line} names a place on one computer: {found.group()}…"


# Each rule, with a file that breaks it and one that comes close and does not

RULES: list[tuple[Rule, dict[str, str], dict[str, str]]] = [
    (
        streamlit_stays_on_the_screen_side,
        {"analysis/queries.py": "def f():\n    import streamlit as st\n"},
        {"ui/session.py": "import streamlit as st\n", "analysis/theme.py": '"""Streamlit\'s colours."""\n'},
    ),
    (
        etl_knows_no_other_room,
        {"etl/publish/__init__.py": "from analysis.text import t\n"},
        {"etl/publish/__init__.py": "from etl.analysis import x\nfrom . import pages\n"},
    ),
    (
        no_room_knows_etl,
        {"ui/session.py": "from etl.publish import default_path\n"},
        {"pages/share/monitoring.py": "from etl import import_files\n"},
    ),
    (
        no_room_knows_etl,
        {"pages/share/monitoring.py": "from etl.read import read\n"},
        {"ui/session.py": "import settled\n"},
    ),
    (
        reports_know_analysis_alone,
        {"reports/deck.py": "import ui.filters\n"},
        {"reports/deck.py": "from analysis import queries\nfrom reports import workbook\n"},
    ),
    (
        analysis_knows_no_other_room,
        {"analysis/queries.py": "from reports.deck import slide\n"},
        {"analysis/queries.py": "from . import text\nfrom .charts import bar\nimport duckdb\n"},
    ),
    (
        ui_knows_no_page,
        {"ui/frame.py": "from pages.monitor import overview\n"},
        {"ui/frame.py": 'PAGES = ["pages/monitor/overview.py"]\nfrom ui import filters\n'},
    ),
    (
        pages_ask_and_show,
        {"pages/monitor/overview.py": "import pandas as pd\n"},
        {"pages/monitor/overview.py": "from analysis import queries\n", "ui/x.py": "import pandas\n"},
    ),
    (
        only_read_knows_spreadsheets,
        {"etl/recognise.py": "import python_calamine\n"},
        {"etl/read/workbook.py": "import python_calamine\nimport csv\n"},
    ),
    (
        only_read_knows_spreadsheets,
        {"reports/workbook.py": "import openpyxl\nopenpyxl.load_workbook('a.xlsx')\n"},
        {"reports/workbook.py": "from openpyxl import Workbook\nWorkbook().save('a.xlsx')\n"},
    ),
    (
        only_read_knows_spreadsheets,
        {"etl/link.py": "import csv\ncsv.reader([])\n"},
        {"etl/reference.py": "import csv\ncsv.DictReader(f)", "ui/x.py": "import csv\ncsv.reader(f)"},
    ),
    (
        no_page_directly_in_pages,
        {"pages/overview.py": ""},
        {"pages/monitor/overview.py": ""},
    ),
    (
        pages_are_short,
        {"pages/monitor/overview.py": "x = 1\n" * LONGEST_PAGE},
        {"pages/monitor/overview.py": "x = 1\n" * (LONGEST_PAGE - 1)},
    ),
    (
        files_are_short,
        {"etl/link.py": "x = 1\n" * LONGEST_FILE},
        {"etl/link.py": "x = 1\n" * (LONGEST_FILE - 1)},
    ),
    (
        no_raw_html,
        {"ui/components.py": "st.markdown('<b>x</b>', unsafe_allow_html=True)\n"},
        {"ui/components.py": "st.markdown('x', unsafe_allow_html=False)\n# unsafe_allow_html=True\n"},
    ),
    (
        no_machine_paths,
        {"docs/methods.md": "See /" + "home/ada/notes.md\n"},
        {"docs/methods.md": "See https://example.org/" + "home/ada, ~/notes and docs/" + "work/plan.md\n"},
    ),
    (
        no_machine_paths,
        {"data/reference/sources.yml": "x: C:" + "\\Users\\ada\\irm.xlsx\n"},
        {"data/reference/sources.yml": "x: the users' rooms\n"},
    ),
]
IDS = [f"{rule.__name__}-{next(iter(bad))}" for rule, bad, _ in RULES]


def tree(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("rule", dict.fromkeys(rule for rule, _, _ in RULES), ids=lambda rule: rule.__name__)
def test_wall_stands(rule: Rule) -> None:
    broken = list(rule(ROOT))
    assert not broken, "\n".join([str(rule.__doc__), *broken])


@pytest.mark.parametrize(("rule", "bad", "good"), RULES, ids=IDS)
def test_wall_can_fail(rule: Rule, bad: dict[str, str], good: dict[str, str], tmp_path: Path) -> None:
    broken = list(rule(tree(tmp_path, bad)))
    assert len(broken) == 1, broken
    assert broken[0].startswith(next(iter(bad)))


@pytest.mark.parametrize(("rule", "bad", "good"), RULES, ids=IDS)
def test_wall_lets_through(rule: Rule, bad: dict[str, str], good: dict[str, str], tmp_path: Path) -> None:
    assert not list(rule(tree(tmp_path, good)))


def test_the_project_is_read_at_all() -> None:
    read = {named(ROOT, path) for path in python_files(ROOT)}
    assert "etl/__init__.py" in read
    assert not any(name.startswith(("tests/", "bench/")) for name in read)
