"""Published databases of any size, made from the demonstration's.

Members, plans, ratings, themes, texts, changes and problems of the demonstration are handed on to as many members as
6,000 commitments need (about 115, each with the plans of one of the demonstration's), and beyond that every plan gets
more commitments: at 600,000 it has a hundred times those at 6,000. So the two differ in their size alone. What an
import derives (`commitment_status` and the like) is derived by the import's own SQL.
"""

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from etl.publish.build import ORDER
from etl.publish.facts import MODELS

ROOT = Path(__file__).resolve().parent.parent
KEPT = Path(tempfile.gettempdir()) / "monitor-bench-databases"
BASE = 6_000
#: What a model reads that is not there after an import: it is copied from the demonstration instead.
OF_THE_IMPORT = ("staging_", "reference_", "before.", "commitment_versions", "rating_choice")
#: Which member gets whose commitments; the first copies; all copies, each with the id of what it is a copy of.
FIRST_ONES = """
CREATE TEMP TABLE home AS
WITH template AS (
    SELECT member_id, level, row_number() OVER by_level - 1 AS place, count(*) OVER (PARTITION BY level) AS of
    FROM small.member SEMI JOIN small.commitment USING (member_id)
    WINDOW by_level AS (PARTITION BY level ORDER BY member_id)
), every AS (
    SELECT member_id, level, row_number() OVER (PARTITION BY level ORDER BY md5(member_id)) - 1 AS place
    FROM small.member
)
SELECT e.member_id, t.member_id AS template, row_number() OVER (ORDER BY md5(e.member_id)) AS turn
FROM every e JOIN template t ON t.level = e.level AND t.place = e.place % t.of;

CREATE TEMP TABLE first_ones AS
SELECT h.member_id, h.template, h.turn, c.commitment_id AS old_id, p.plan_id AS old_plan, p.number AS plan_number
FROM home h JOIN small.commitment c ON c.member_id = h.template JOIN small.action_plan p ON p.plan_id = c.plan_id
ORDER BY h.turn, c.commitment_id LIMIT $commitments;

CREATE TEMP TABLE plan AS
SELECT DISTINCT old_plan AS old_id, concat(member_id, '-', plan_number) AS plan_id, member_id FROM first_ones;
"""
FRESH = """
CREATE TEMP TABLE fresh AS
SELECT printf('%s-%d-%06d', f.member_id, f.plan_number, place) AS commitment_id, f.old_id, f.member_id, copy, place,
    concat(f.member_id, '-', f.plan_number) AS plan_id
FROM (
    SELECT f.*, n.range AS copy, row_number() OVER (ORDER BY n.range, f.turn, f.old_id) AS place
    FROM first_ones f, range($copies) n
) f WHERE place <= $commitments
"""
#: An institution leads the commitments of ten copies.
WHICH = "CASE WHEN f.copy >= 10 THEN concat(' ', f.copy // 10) ELSE '' END"
#: Columns whose copies say something of their own.
TOLD_APART = {
    "ogp_id": "printf('GEN%07d', f.place)",
    "title": "concat(t.title, ' ', f.place)",
    "full_text": "concat(f.place, '. ', t.full_text)",
    "lead_institution": f"t.lead_institution || {WHICH}",
}
INSTITUTION = f"""
SELECT DISTINCT f.member_id, i.lead_institution || {WHICH} AS lead_institution, i.institution || {WHICH} AS institution
FROM small.institution i
JOIN small.commitment t ON t.member_id = i.member_id AND t.lead_institution = i.lead_institution
JOIN fresh f ON f.old_id = t.commitment_id
"""


def database(commitments: int, *, folder: Path = KEPT) -> Path:
    """The path of a published database of so many commitments, built once for each state of the import's code."""
    state = _digest()
    path = folder / state / f"{commitments}" / "monitor.duckdb"
    if not path.exists():
        demonstration = _demonstration(folder / state)
        print(f"generating a database of {commitments:,} commitments", file=sys.stderr)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        multiply(demonstration, unfinished, commitments=commitments)
        unfinished.replace(path)
    return path


def _demonstration(folder: Path) -> Path:
    path = folder / "demonstration" / "monitor.duckdb"
    if not path.exists():
        print("building the demonstration database", file=sys.stderr)
        command = [sys.executable, "-m", "etl", "demo", "--db", str(path)]
        made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
        if made.returncode:
            raise SystemExit(f"the demonstration could not be built:\n{made.stdout}{made.stderr}")
    return path


def multiply(small: Path, path: Path, *, commitments: int) -> None:
    """Writes a database of so many commitments to `path`, made from the smaller one at `small`."""
    with duckdb.connect(str(path)) as con:
        con.execute("SET preserve_insertion_order = false")
        con.execute("ATTACH '" + str(small).replace("'", "''") + "' AS small (READ_ONLY)")  # takes no parameter
        for statement in duckdb.extract_statements(FIRST_ONES):
            limited = "$commitments" in statement.query
            con.execute(statement.query, {"commitments": min(commitments, BASE)} if limited else {})
        [(base,)] = con.execute("SELECT count(*) FROM first_ones").fetchall()
        con.execute(FRESH, {"copies": -(-commitments // base), "commitments": commitments})
        found = con.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'small'").fetchall()
        tables = {str(name) for (name,) in found}
        derived = [name for name in ORDER if name in (*tables, "stalled") and _is_derived(name)]
        for name in sorted(tables - set(derived)):
            _copy(con, name, times=-(-commitments // 1_000))
        for name in derived:
            what = f"MACRO {name}(as_of) AS TABLE" if name == "stalled" else f"TABLE {name} AS"
            con.execute(f"CREATE {what} {_model(name)}")
        con.execute("DETACH small")
        con.execute("CHECKPOINT")


def _copy(con: duckdb.DuckDBPyConnection, name: str, *, times: int) -> None:
    """One table of the demonstration, for the new commitments or plans where it is about them."""
    if name == "institution":
        con.execute(f"CREATE TABLE institution AS {INSTITUTION}")
        return
    columns = {str(row[0]) for row in con.execute(f"DESCRIBE small.{name}").fetchall()}
    if "commitment_id" in columns:
        replaced = {name: f"f.{name}" for name in ("commitment_id", "member_id", "plan_id")} | TOLD_APART
        chosen = f"small.{name} t JOIN fresh f ON f.old_id = t.commitment_id"
    elif "plan_id" in columns:
        replaced = {"plan_id": "f.plan_id", "member_id": "f.member_id"}
        chosen = f"small.{name} t JOIN plan f ON f.old_id = t.plan_id"
    else:
        replaced, chosen = {}, f"small.{name} t" + (f", range({times})" if name == "problem" else "")
    kept = ", ".join(f"{said} AS {column}" for column, said in replaced.items() if column in columns)
    con.execute(f"CREATE TABLE {name} AS SELECT t.* {f'REPLACE ({kept})' if kept else ''} FROM {chosen}")


def _is_derived(name: str) -> bool:
    return not any(word in _model(name) for word in (*OF_THE_IMPORT, "getvariable"))


def _model(name: str) -> str:
    return (MODELS / f"{name}.sql").read_text(encoding="utf-8")


def _digest() -> str:
    """A name for the state of what makes these databases: the import's code and knowledge, and this file."""
    files = [p for place in ("etl", "data/reference") for p in sorted((ROOT / place).rglob("*")) if p.is_file()]
    digest = hashlib.sha256()
    for path in [p for p in files if "__pycache__" not in p.parts] + [Path(__file__)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
