"""Demonstration workbooks in the layouts of real releases: real names of members, invented everything else.

`write_workbooks` is the door: it writes the releases, oldest first, to be imported like any other file.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.demo import irm_2016, irm_2024, process_2016
from etl.demo.commitments import Commitment, commitments
from etl.demo.defects import spoil, with_stray_rows
from etl.demo.facts import facts
from etl.demo.known import Edition
from etl.demo.plans import Plan, latest_release, plans
from etl.demo.rows import Cell, Row, headers
from etl.demo.workbook import MARK, Sheet, prose, write

__all__ = ["MARK", "Release", "write_workbooks"]


@dataclass(frozen=True)
class Release:
    """A workbook written, and the day that its data are of."""

    path: Path
    as_of: date


def write_workbooks(folder: Path, *, today: date, seed: int = 2011) -> list[Release]:
    """Write the releases of the demonstration into `folder`, made if need be, and return them oldest first.

    The commitments and the process data of 2016, then two releases in the layout of 2024: of the last end of
    a half year before `today`, and of a year earlier, so that the last import has changes to show. `today` so
    decides which plans are running. The same `seed` and half year give the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    latest = Edition("irm_2024", latest_release(today), is_latest=True)
    before = Edition("irm_2024", latest.as_of.replace(year=latest.as_of.year - 1), is_latest=False)
    all_plans = plans(as_of=latest.as_of, seed=seed)
    everything = commitments(all_plans, seed=seed)
    return [
        _write_2016(folder, everything, seed=seed),
        _write_process(folder, all_plans, seed=seed),
        _write_2024(folder, everything, edition=before, seed=seed),
        _write_2024(folder, everything, edition=latest, seed=seed),
    ]


def _write_2016(folder: Path, everything: list[Commitment], *, seed: int) -> Release:
    """With a sheet of notes, the index row above the header, and stray rows."""
    rows = spoil(irm_2016.rows(everything, seed=seed), layout="irm_2016", seed=seed)
    names: list[Cell] = list(headers("irm_2016"))
    body = with_stray_rows(_bodies(rows), header=[names], total=_total(names, label="Total", rows=rows))
    index: list[Cell] = list(range(len(names)))
    data = Sheet("Commitments", [index, names, *body])
    notes = prose("Read me", facts("words/notes")["read_me"])
    return _release(folder, "demonstration_commitments_2016", [notes, data], as_of=irm_2016.EDITION.as_of)


def _write_process(folder: Path, all_plans: list[Plan], *, seed: int) -> Release:
    """With an index row, groups and header, a blank row, then groups and header again, as in the real one."""
    rows = spoil(process_2016.rows(all_plans, seed=seed), layout="irm_process_2016", seed=seed)
    groups, names = process_2016.header_rows()
    index: list[Cell] = list(range(len(names)))
    data = Sheet("Process", [index, groups, names, [], groups, names, *_bodies(rows)])
    return _release(folder, "demonstration_process_2016", [data], as_of=irm_2016.EDITION.as_of)


def _write_2024(folder: Path, everything: list[Commitment], *, edition: Edition, seed: int) -> Release:
    rows = spoil(irm_2024.rows(everything, edition=edition, seed=seed), layout="irm_2024", seed=seed)
    names: list[Cell] = list(headers("irm_2024"))
    body = with_stray_rows(_bodies(rows), header=[names], total=_total(names, label="Total", rows=rows))
    name = f"demonstration_commitments_{edition.as_of.isoformat()}"
    return _release(folder, name, [Sheet("OGP Commitments", [names, *body])], as_of=edition.as_of)


def _release(folder: Path, name: str, sheets: list[Sheet], *, as_of: date) -> Release:
    path = folder / f"{name}.xlsx"
    write(path, [prose(MARK, facts("words/notes")["mark"]), *sheets], as_of=as_of)
    return Release(path, as_of)


def _bodies(rows: list[Row]) -> list[list[Cell]]:
    return [list(row.values()) for row in rows]


def _total(names: list[Cell], *, label: str, rows: list[Row]) -> list[Cell]:
    """A total row: the word in the first column, and the number of rows under the column that is always 1."""
    counted = ("Comm Dummy", "Commitment Dummy")
    return [label, *[len(rows) if name in counted else "" for name in names[1:]]]
