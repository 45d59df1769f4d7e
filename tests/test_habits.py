"""The habits of the project that a machine can hold: pins, documents, and what a skipped test means."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9.-]*)==(?P<version>[0-9][^ ;]*)( ; [a-z_]+ .+)?$")
WANTED = re.compile(r"^(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(\[[a-z]+\])?(==.+)?$")


def canonical(name: str) -> str:
    """The name of a package as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def pins(path: Path) -> dict[str, str]:
    """Name and version of everything pinned in a compiled file. Fails on any line that is something else."""
    found = {}
    for line in lines(path):
        if line.lstrip().startswith("#"):
            continue
        match = PIN.match(line)
        assert match, f"{path.name}: {line!r} is not a pin such as name==1.2.3"
        found[match["name"]] = match["version"]
    return found


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_everything_asked_for_is_pinned(root: Path, name: str) -> None:
    pinned = pins(root / f"{name}.txt")
    asked = [WANTED.match(line) for line in lines(root / f"{name}.in") if line[0] not in "#-"]
    assert asked
    for match in asked:
        assert match, "a line of the .in file that this test cannot read"
        assert canonical(match["name"]) in pinned


def imported(files: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Every module that is imported by its full name, by the first part of that name."""
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in names:
                yield name.split(".")[0], path


@pytest.mark.parametrize(
    ("asking", "folders"),
    [
        (["requirements.in"], ["analysis", "etl", "pages", "reports", "ui"]),
        (["requirements.in", "requirements-dev.in"], ["bench", "tests"]),
    ],
)
def test_what_is_imported_is_asked_for_by_name(root: Path, asking: list[str], folders: list[str]) -> None:
    text = [line for name in asking for line in lines(root / name)]
    asked = {canonical(match["name"]) for match in map(WANTED.match, text) if match}
    known = packages_distributions()
    files = [path for folder in folders for path in (root / folder).rglob("*.py")] + [root / "dashboard.py"]
    ours = {path.stem for path in files} | {"analysis", "bench", "etl", "pages", "reports", "tests", "ui"}
    for module, path in imported(files):
        if module in sys.stdlib_module_names or module in ours:
            continue
        names = {canonical(name) for name in known.get(module, [])}
        assert names & asked, f"{path.name} imports {module}, which {' and '.join(asking)} do not name"


def test_tests_run_on_the_versions_that_users_run(root: Path) -> None:
    users, developers = pins(root / "requirements.txt"), pins(root / "requirements-dev.txt")
    assert users.items() <= developers.items()


def test_pins_hold_on_windows_and_macos_too(root: Path) -> None:
    text = (root / "requirements.txt").read_text(encoding="utf-8")
    assert re.search(r"^uvloop==.*sys_platform != 'win32'", text, re.MULTILINE), "compile with --universal"
    assert re.search(r"^colorama==.*sys_platform == 'win32'", text, re.MULTILINE), "compile with --universal"


def test_the_readme_begins_with_the_two_commands(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```[a-z]*\n(.*?)\n```$", readme, re.MULTILINE | re.DOTALL)
    assert blocks[:2] == [
        "python -m pip install -r requirements.txt && streamlit run dashboard.py",
        "python -m pip install -r requirements-dev.txt && python -m pytest",
    ]


def test_links_between_documents_lead_somewhere(root: Path) -> None:
    documents = [*root.glob("*.md"), *root.glob("docs/**/*.md")]
    assert len(documents) > 5
    for document in documents:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}: not there"


SKIPPING = """
import pytest
def test_skipped():
    pytest.skip("no particular reason")
"""
MISSING_FILES = """
def test_real_files(shared_data):
    assert shared_data
"""


def run_pytest(root: Path, folder: Path, *contents: str, no_skips: str) -> subprocess.CompletedProcess[str]:
    """Runs files of tests under a copy of the project's conftest.py, in a project that has no ../shared/data."""
    tests = folder / "project" / "tests"
    tests.mkdir(parents=True)
    shutil.copy(root / "tests" / "conftest.py", tests / "conftest.py")
    for n, test in enumerate(contents):
        (tests / f"test_{n}.py").write_text(test, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-rs", "-p", "no:cacheprovider", "--rootdir", ".", "."],
        env=os.environ | {"MONITOR_NO_SKIPS": no_skips, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        cwd=tests,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_skip_is_a_skip_on_a_desk(root: Path, tmp_path: Path) -> None:
    run = run_pytest(root, tmp_path, SKIPPING, no_skips="")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "1 skipped" in run.stdout


def test_a_skip_fails_where_none_is_allowed_but_for_missing_real_files(root: Path, tmp_path: Path) -> None:
    run = run_pytest(root, tmp_path, SKIPPING, MISSING_FILES, no_skips="1")
    assert run.returncode == 1, run.stdout + run.stderr
    assert "1 failed, 1 skipped" in run.stdout
    assert "no particular reason" in run.stdout
    assert "../shared/data" in run.stdout
