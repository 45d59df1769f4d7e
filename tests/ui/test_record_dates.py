"""What one commitment's page says of its dates."""

from datetime import date

import pytest

from ui import record


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (("2013-01-01", date(2013, 1, 1)), ("31/12/2014", date(2014, 12, 31)), "1 January 2013 to 31 December 2014"),
        (("2012", None), ("31/12/2014", date(2014, 12, 31)), "2012 to 31 December 2014"),
        (("NA", None), ("Ongoing ", None), "Not stated to Ongoing"),
        (("NA", None), (None, None), ""),
    ],
)
def test_days_are_written_alike_and_what_is_no_day_as_in_the_file(
    start: tuple[str | None, date | None], end: tuple[str | None, date | None], said: str
) -> None:
    texts = {"start_text": start[0], "start_date": start[1], "end_text": end[0], "end_date": end[1]}
    assert record.dates({**texts, "starts_on": None, "ends_on": None}) == said
