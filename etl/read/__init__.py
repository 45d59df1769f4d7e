"""Spreadsheets in, text cells with their addresses out. The only part that knows spreadsheet libraries.

`read(path)` gives a Book or raises etl.problems.Unusable with a message for whoever gave the file;
`fetch(address, into=folder)` brings a file from the network first.
"""

from etl.read.address import Fetched, fetch, is_address
from etl.read.book import LIMITS, Book, Limits, Sheet
from etl.read.reading import read

__all__ = ["LIMITS", "Book", "Fetched", "Limits", "Sheet", "fetch", "is_address", "read"]
