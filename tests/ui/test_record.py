"""The page of one commitment: what it says of its dates, and what counts as none."""

from datetime import date

import pytest

from ui import record

NOTHING = {"starts_on": None, "ends_on": None, "dates_are_estimated": False}


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("Not Specified", "Not Specified", ""),
        ("NA", "none specified", ""),
        ("Sin datos", "not (yet) reviewed", ""),
        (None, " ", ""),
        ("2016", "Not specified", "2016 to Not stated"),
        ("Unspecified", "2018", "Not stated to 2018"),
        ("2016", "2018", "2016 to 2018"),
    ],
)
def test_words_for_no_date_are_no_dates(start: str | None, end: str, said: str) -> None:
    assert record.dates({**NOTHING, "start_text": start, "end_text": end}) == said


def test_the_dates_of_the_plan_stand_by_themselves() -> None:
    days = {"starts_on": date(2016, 7, 1), "ends_on": date(2018, 6, 30), "dates_are_estimated": False}
    said = record.dates({**days, "start_text": "Not Specified", "end_text": "Not Specified"})
    assert said == "Plan runs from 1 July 2016 to 30 June 2018"


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
