"""What the parser does not tell: error cells, formulas without a stored value, merged cells (not for xls).

Searched in the file itself, while the parser is at work in its own process. What is found where:

xlsx, xlsm: errors, formulas without a value and merged cells; and what the fast reader would not tell apart.
ods: errors, formulas without a value, merged cells; and truth values and durations, which the parser gets wrong.
xlsb: errors and merged cells, in sheets of up to 64 MB unpacked; above that, error cells read as blank.
xls: errors. (Formulas of xls and xlsb always store a value.)

On the way, every part of a zipped workbook is unpacked once and compared with the length that it declares.
"""

from etl.read import archive
from etl.read.marks import ods, xls, xlsb, xlsx
from etl.read.marks.found import Marks, Search, Stopped

__all__ = ["Marks", "Search", "Stopped", "find"]


def find(search: Search, *, kind: str) -> dict[str, Marks]:
    """The marks of each sheet by its name; sheets without any may be absent. Raises Unusable, and Stopped."""
    if kind == "xls":
        return xls.find(search)
    if kind not in ("xlsx", "xlsm", "xlsb", "ods"):
        return {}
    with archive.opened(search.path) as opened:
        if kind == "ods":
            return ods.find(search, opened)
        if kind == "xlsb":
            return xlsb.find(search, opened)
        return xlsx.find(search, opened)
