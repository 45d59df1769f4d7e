"""What is wrong on purpose: the defects of defects.yml put into rows, and rows that are no data."""

from typing import Any

from etl.demo.facts import chance_of, facts
from etl.demo.rows import Cell, Row

#: The columns that a "copy_above" must find equal, so that a number is repeated within one plan.
PLAN = {"irm_2016": ("Country", "Action Plan Number"), "irm_2024": ("Country/Locality", "Action Plan Number")}
KEYS = {
    "irm_2016": "Full Text",
    "irm_2024": "Commitment Unique Identifier",
    "irm_process_2016": "Country name",
}


def spoil(rows: list[Row], *, layout: str, seed: int) -> list[Row]:
    """`rows` with the defects of `layout`. Releases of one layout mostly agree on the rows."""
    spoiled = [dict(row) for row in rows]
    touched: set[tuple[int, str]] = set()
    for at, defect in enumerate(facts("defects")[layout]):
        header = defect["header"]
        fitting = [i for i in range(len(rows)) if _fits(rows, i, defect, layout)]
        open_to = [i for i in fitting if (i, header) not in touched]
        open_to.sort(key=lambda i: chance_of(seed, layout, at, rows[i][KEYS[layout]]).random())
        for i in open_to[: defect["times"]]:
            spoiled[i][header] = _put(rows, i, defect)
            touched.add((i, header))
    return spoiled


def with_stray_rows(rows: list[list[Cell]], *, header: list[list[Cell]], total: list[Cell]) -> list[list[Cell]]:
    """`rows` with a blank row, the header once more in the middle, and a total at the end."""
    third = len(rows) // 3
    blank: list[Cell] = [""] * len(total)
    return [*rows[:third], blank, *rows[third : 2 * third], *header, *rows[2 * third :], total]


def _fits(rows: list[Row], i: int, defect: dict[str, Any], layout: str) -> bool:
    row = rows[i]
    how = defect.get("how")
    if how == "copy_above":
        return i > 0 and all(row[h] == rows[i - 1][h] for h in PLAN[layout])
    value = row[defect.get("of", defect["header"])]
    if "where" in defect:
        return value in defect["where"]
    return isinstance(value, str) and value not in ("NA", "") if how else True


def _put(rows: list[Row], i: int, defect: dict[str, Any]) -> Cell:
    header, put = defect["header"], defect.get("put", "")
    match defect.get("how"):
        case "append":
            return f"{rows[i][header]}{put}"
        case "prefix":
            return f"{put}{rows[i][header]}"
        case "copy_above":
            return rows[i - 1][header]
        case _:
            return str(put) if isinstance(put, str) else int(put)
