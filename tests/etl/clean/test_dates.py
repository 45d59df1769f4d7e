"""A day is known, or it stays text with a reason; never a silent guess."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.clean.dates import EARLIEST, LATEST, Day, Evidence, evidence, read_day, read_days

MONTH_FIRST, DAY_FIRST, NONE = Evidence(month_first=3), Evidence(day_first=3), Evidence()
BOTH = Evidence(month_first=3, day_first=3)


@pytest.mark.parametrize(
    ("text", "shown", "wanted"),
    [
        ("2014-06-01", NONE, Day(date(2014, 6, 1))),
        ("2014-06-01T10:30:00", NONE, Day(date(2014, 6, 1))),
        ("06/30/2014", NONE, Day(date(2014, 6, 30))),
        ("30/6/2014", MONTH_FIRST, Day(date(2014, 6, 30))),
        ("04/03/2014", MONTH_FIRST, Day(date(2014, 4, 3))),
        ("04/03/2014", DAY_FIRST, Day(date(2014, 3, 4))),
        ("04/03/2014", NONE, Day(None, "date_ambiguous")),
        ("04/03/2014", BOTH, Day(None, "date_ambiguous")),
        ("05/05/2014", NONE, Day(date(2014, 5, 5))),
        ("7/1/18", MONTH_FIRST, Day(date(2018, 7, 1))),
        ("2/29/2014", NONE, Day(None, "date_impossible")),
        ("7/15/1905", NONE, Day(None, "date_impossible")),
        ("43525", NONE, Day(date(2019, 3, 1), "date_serial")),
        ("99999", NONE, Day(None, "date_impossible")),
        ("30 June 2014", NONE, Day(date(2014, 6, 30))),
        ("June 30, 2014", NONE, Day(date(2014, 6, 30))),
        ("2014-06-01 00:00:00", NONE, Day(date(2014, 6, 1))),
        ("2014/6/1", DAY_FIRST, Day(date(2014, 6, 1))),
        ("2014/13/1", NONE, Day(None, "date_impossible")),
        ("2014-06-01 to 2015-06-01", NONE, Day(None)),
        ("04/03/2014 00:00", DAY_FIRST, Day(date(2014, 3, 4))),
        ("30-Jun-14", NONE, Day(date(2014, 6, 30))),
        ("1st of June, 2014", NONE, Day(date(2014, 6, 1))),
        ("30 de junio de 2014", NONE, Day(date(2014, 6, 30))),
        ("1er août 2014", NONE, Day(date(2014, 8, 1))),
        ("31 déc. 2014", NONE, Day(date(2014, 12, 31))),
        ("Jun-14", NONE, Day(None)),
        ("1st of sometime 2014", NONE, Day(None)),
        ("July 2014", NONE, Day(None)),
        ("2014", NONE, Day(None)),
        ("Quarter 1 2014", NONE, Day(None)),
        ("III quarter of 2022", NONE, Day(None)),
        ("Ongoing", NONE, Day(None)),
        ("", NONE, Day(None)),
    ],
)
def test_read_day(text: str, shown: Evidence, wanted: Day) -> None:
    assert read_day(text, shown) == wanted


def test_a_column_proves_its_order_by_numbers_above_twelve() -> None:
    shown = evidence([("06/30/2014", 2), ("04/03/2014", 1), ("Ongoing", 5)])
    assert shown == Evidence(month_first=2, undecided=1)
    assert shown.order == "month_first"
    assert evidence([("30/06/2014", 1), ("06/30/2014", 1)]).order == "unknown"


def test_an_impossible_day_proves_nothing() -> None:
    assert evidence([("2/30/2014", 1)]) == Evidence()


def test_firsts_of_a_month_are_read_where_nearly_all_that_is_undecided_falls_on_one() -> None:
    """Months typed into a US spreadsheet become 07/01/2012; days typed day-first beside them stay as they are."""
    shown = evidence([("07/01/2012", 30), ("28/5/2014", 4), ("03/02/2013", 1)])
    assert shown.order == "unknown"
    assert read_day("07/01/2012", shown) == Day(date(2012, 7, 1))
    assert read_day("03/02/2013", shown) == Day(None, "date_ambiguous")
    assert read_day("01/09/2013", shown) == Day(None, "date_ambiguous")


def test_a_proof_that_puts_most_dates_in_january_is_doubted() -> None:
    """In the release of 2016 only day-first dates can be proven, and reading all as such would be wrong 551 times."""
    shown = evidence([("28/5/2014", 22), ("07/01/2012", 80), ("01/07/2014", 20)])
    assert (shown.order, shown.order_of_firsts) == ("unknown", "unknown")
    assert read_day("07/01/2012", shown) == Day(None, "date_ambiguous")


def test_few_firsts_of_a_month_decide_nothing() -> None:
    shown = evidence([("07/01/2012", 5), ("28/5/2014", 4)])
    assert shown.order == "day_first"
    assert read_day("07/01/2012", shown) == Day(date(2012, 1, 7))


def test_real_dates_among_day_first_texts_may_have_been_such_texts() -> None:
    """A program that expects the month first makes 7 January of 01/07/2014 and leaves 31/12/2015 as it is."""
    days, _ = read_days([("31/12/2015", 3), ("2014-01-07", 2), ("2014-05-05", 1), ("Ongoing", 1)])
    assert days == [
        Day(date(2015, 12, 31)),
        Day(None, "date_ambiguous", "01/07/2014"),
        Day(date(2014, 5, 5)),
        Day(None),
    ]


@pytest.mark.parametrize(
    "others",
    [[], [("Ongoing", 9)], [("12/31/2015", 3)], [("31/12/2015", 3), ("12/31/2015", 1)], [("31/12/2015", 3)]],
)
def test_real_dates_are_not_doubted_without_a_sign(others: list[tuple[str, int]]) -> None:
    """Neither alone, nor beside texts with the month first, nor where days above 12 are as frequent as they are."""
    late = [("2014-06-30", 4)] if others == [("31/12/2015", 3)] else []
    days, _ = read_days([("2014-01-07", 5), *late, *others])
    assert days[0] == Day(date(2014, 1, 7))


def test_one_late_day_in_a_hundred_does_not_clear_the_others() -> None:
    real = [("2014-01-07", 150), ("2013-09-30", 1)]
    assert read_days([("31/12/2015", 9), *real])[0][1:] == [
        Day(None, "date_ambiguous", "01/07/2014"),
        Day(date(2013, 9, 30)),
    ]


def test_firsts_of_a_month_stand_among_doubtful_dates_too() -> None:
    """Read as the same texts would be: months typed into a US spreadsheet are nearly all that is undecided."""
    days, _ = read_days([("2012-07-01", 30), ("28/5/2014", 4), ("2013-03-02", 1)])
    assert days[0] == Day(date(2012, 7, 1))
    assert days[2] == Day(None, "date_ambiguous", "03/02/2013")


@given(st.dates(date(2000, 1, 1), date(2050, 12, 31)))
def test_written_one_way_and_read_by_that_way(day: date) -> None:
    assert read_day(f"{day.month}/{day.day}/{day.year}", MONTH_FIRST).day == day
    assert read_day(f"{day.day:02}.{day.month:02}.{day.year}", DAY_FIRST).day == day
    assert read_day(day.isoformat(), NONE).day == day


@given(st.text(max_size=40), st.sampled_from([NONE, BOTH, MONTH_FIRST, DAY_FIRST]))
def test_any_text_is_survived(text: str, shown: Evidence) -> None:
    day = read_day(text, shown).day
    assert day is None or EARLIEST <= day <= LATEST
