"""The half of a published database that is about its files: sources, problems, plans by release, definitions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

SOURCE_ID = "0000000000000001"
PROCESS_ID = "0000000000000002"
PROCESS_DAY = date(2016, 7, 31)


@dataclass(frozen=True)
class Problem:
    """One problem of the commitments file."""

    severity: str = "warning"
    code: str = "code_disagrees"
    cell: str = "K2"
    header: str = "Completion"
    value: str = "Limited"
    message: str = "Commitments!K2 (Completion): the label was used."


def source_frame(
    *, file_name: str, vintage: str, as_of: date, imported_at: datetime, is_demo: bool, rows: int, process: int
) -> pd.DataFrame:
    """`source`: the commitments file with so many rows and, where it has plans, the process file."""
    files = [(SOURCE_ID, file_name, "0" * 64, vintage, "commitments", "Commitments", as_of, rows)]
    if process:
        files.append(
            (PROCESS_ID, "process.csv", "1" * 64, "irm_process_2016", "process", "process", PROCESS_DAY, process)
        )
    names = ("source_id", "file_name", "sha256", "vintage", "kind", "sheet", "as_of", "rows_read")
    frame = pd.DataFrame([dict(zip(names, facts, strict=True)) for facts in files])
    return frame.assign(
        imported_at=imported_at,
        rows_new=frame["rows_read"],
        rows_updated=0,
        rows_unchanged=0,
        rows_rejected=0,
        rows_skipped=0,
        is_demo=is_demo,
        address=pd.Series([None] * len(frame), dtype="string"),
        precedence=range(len(frame), 0, -1),
    )


def problem_frame(problems: Sequence[Problem]) -> pd.DataFrame:
    """`problem`, all of the commitments file."""
    names = ["severity", "code", "cell", "header", "value", "message"]
    frame = pd.DataFrame([vars(problem) for problem in problems], columns=names, dtype="string")
    return frame.assign(
        source_id=pd.Series([SOURCE_ID] * len(frame), dtype="string"),
        sheet=pd.Series(["Commitments"] * len(frame), dtype="string"),
    )


def plan_versions(years: Mapping[str, int]) -> pd.DataFrame:
    """`action_plan_version` of the process file: the year that it gives each plan."""
    return pd.DataFrame(
        {
            "plan_id": pd.Series(list(years), dtype="string"),
            "year": pd.Series(list(years.values()), dtype="int32"),
            "source_id": pd.Series([PROCESS_ID] * len(years), dtype="string"),
        }
    )


def model_frame(models: Mapping[str, str]) -> pd.DataFrame:
    """`model`: definitions by name."""
    return pd.DataFrame({"name": list(models), "sql": list(models.values())}, dtype="string")


def codebook_frame(columns: Sequence[tuple[str, str, str]]) -> pd.DataFrame:
    """`codebook` of columns given as table, column, definition."""
    frame = pd.DataFrame(list(columns), columns=["table_name", "column_name", "definition"], dtype="string")
    text = pd.Series(["VARCHAR"] * len(frame), dtype="string")
    return frame.assign(type=text, reference=pd.Series([None] * len(frame), dtype="string"))
