"""Columns of text, worked on by distinct value: a label that stands in 60,000 cells is read once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.read.book import letters

T = TypeVar("T")


@dataclass(frozen=True)
class Distinct:
    """A column as its distinct texts and, for each row, the place of its text among them."""

    texts: list[str]
    places: np.ndarray

    def each(self, read: Callable[[str], T]) -> list[T]:
        """`read` of every distinct text."""
        return [read(text) for text in self.texts]

    def counted(self) -> list[tuple[str, int]]:
        """Every distinct text with the number of its rows."""
        counts = np.bincount(self.places, minlength=len(self.texts))
        return list(zip(self.texts, counts.tolist(), strict=True))

    def rows_where(self, wanted: list[bool]) -> np.ndarray:
        """The rows whose text is wanted, given a yes or no for each distinct text."""
        if not any(wanted):
            return np.empty(0, dtype=np.int64)
        return np.nonzero(np.array(wanted, dtype=bool)[self.places])[0]

    def spread(self, values: list[T], kind: pa.DataType) -> pa.Array:
        """A value per row, given one for each distinct text."""
        return pa.array(values, kind).take(pa.array(self.places))


def distinct(column: pa.Array | pa.ChunkedArray) -> Distinct:
    """The distinct texts of a column of text without nulls."""
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    encoded = whole if isinstance(whole, pa.DictionaryArray) else pc.dictionary_encode(whole)
    return Distinct(encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False))


def addresses(column: int, rows: np.ndarray) -> pa.Array:
    """The addresses of the cells of one column, given the table rows (0-based)."""
    return pc.binary_join_element_wise(letters(column), pc.cast(pa.array(rows + 1), pa.string()), "")
