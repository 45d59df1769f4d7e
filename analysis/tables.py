"""Numbers to take away: csv files that say where they come from and are harmless to open in a spreadsheet."""

import csv
import io
from collections.abc import Mapping, Sequence

import pandas as pd

from analysis import numbers
from analysis.cells import could_run
from analysis.once import distinct, once
from analysis.text import on_one_line, say_or

#: Columns that hold codes, and the part of the text files that names them.
CODES = {
    "era": "era",
    "scale": "scale",
    "code": "code",
    "completion": "code",
    "ambition": "code",
    "before": "code",
    "after": "code",
    "stall_state": "state",
    "basis": "basis",
    "variable": "variable",
    "stage": "stage",
    "direction": "direction",
    "indicator": "indicator",
    "question": "question",
    "iap2_level": "iap2",
    "phase": "phase",
    "severity": "severity",
    "kind": "problem",
    "source_kind": "source_kind",
    "outcome": "outcome",
    "region": "region",
    "taxonomy": "taxonomy",
    "corner": "corner",
    "rule": "star_rule",
    "completion_midterm": "code",
    "completion_final": "code",
    "early_results": "code",
    "ambition_scale": "scale",
    "starred": "code",
    "carried_forward": "code",
    "side": "side",
    "holds": "code",
}
_KEYS = ("year", "plan_number", "era", "scale", "region", "member_id", "indicator")
_IDENTIFIERS = ("unit", "member_id", "iso3", "level", "commitment_id", "theme_id", "parent_id", "of")


def harmless(value: object) -> object:
    """`value`, with an apostrophe before a text that a spreadsheet would run as a formula. Numbers stay numbers."""
    if isinstance(value, str) and could_run(value):
        return f"'{value}"
    return value


def to_csv(frame: pd.DataFrame, *, about: Sequence[tuple[str, str]]) -> bytes:
    """A csv in UTF-8 with a byte order mark: lines of `about` beginning with "# ", the header, the rows."""
    out = io.StringIO()
    writer = csv.writer(out)
    for label, value in about:
        writer.writerow([f"# {label}: {on_one_line(value)}"])
    writer.writerow([harmless(str(name)) for name in frame.columns])
    for row in frame.itertuples(index=False, name=None):
        writer.writerow(["" if _is_blank(value) else harmless(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _is_blank(value: object) -> bool:
    return not isinstance(value, list | tuple) and bool(pd.isna(value))  # type: ignore[call-overload]


@once
def rated(frame: pd.DataFrame) -> tuple[int, int]:
    """How many commitments the rows of `frame` (columns n, missing) rest on: rated, not rated. No row counts twice."""
    rows = distinct(frame, _KEYS)
    return sum(int(row["n"]) for row in rows), sum(int(row["missing"]) for row in rows)


@once
def for_reader(frame: pd.DataFrame, *, language: str) -> pd.DataFrame:
    """`frame` for the screen: codes in words, columns of one blank value and identifiers left out.

    A share that rests on fewer than SMALL_N cases is left blank; its counts stand beside it.
    """
    shown = frame.drop(columns=[name for name in _IDENTIFIERS if name in frame])
    shown = without_few(shown)
    for name in [n for n in CODES if n in shown]:
        shown = shown.assign(**{name: _in_words(shown[name], kind=CODES[name], language=language)})
    return shown.drop(columns=[n for n in ("scale",) if n in shown and (shown[n] == "").all()])


def with_labels(frame: pd.DataFrame, *, language: str, codes: Mapping[str, str] = CODES) -> pd.DataFrame:
    """`frame` for a file: every column of codes followed by one with their names, where it has none yet.

    A share that rests on fewer than SMALL_N cases is left blank, as on the screen; its counts stand beside it.
    """
    shown: dict[str, pd.Series] = {}
    kept = without_few(frame)
    for name in kept.columns:
        shown[str(name)] = kept[name]
        if name in codes and f"{name}_label" not in frame:
            shown[f"{name}_label"] = _in_words(frame[name], kind=codes[str(name)], language=language)
    return pd.DataFrame(shown)


def without_few(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with shares of fewer than SMALL_N cases left blank."""
    if not {"share", "n"} <= set(frame.columns):
        return frame
    return frame.assign(share=frame["share"].where(frame["n"] >= numbers.SMALL_N))


def _in_words(codes: pd.Series, *, kind: str, language: str) -> pd.Series:
    names = {
        c: say_or(language, f"{kind}.{c}", otherwise=say_or(language, f"missing.{c}", otherwise=str(c)))
        for c in codes.dropna().unique()
    }
    return pd.Series([names.get(code, "") for code in codes], index=codes.index, dtype="str")
