"""The marks of a chart by their words."""

from analysis import marks
from analysis.marks import Mark


def test_a_mark_is_named_as_under_the_pointer_and_holds_what_a_click_tells() -> None:
    bar = {
        "type": "bar",
        "x": [2013, 2015],
        "y": [0.5, 0.25],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
        "customdata": [["<b>A &lt;b&gt; &amp; C</b><br>50% (2 of 4 rated)", "complete"], ["2015: none", 0]],
    }
    assert marks.of({"data": [bar], "layout": {}}) == [
        Mark("A <b> & C · 50% (2 of 4 rated)", {"x": 2013, "y": 0.5, "customdata": bar["customdata"][0]}),
        Mark("2015: none", {"x": 2015, "y": 0.25, "customdata": ["2015: none", 0]}),
    ]


def test_words_may_lie_elsewhere_in_the_trace() -> None:
    bar = {"hovertext": ["Health"], "text": ["3 of 4"], "hovertemplate": "%{hovertext}: %{text}", "customdata": [["7"]]}
    assert marks.of({"data": [bar]}) == [Mark("Health: 3 of 4", {"customdata": ["7"]})]


def test_what_stands_for_nothing_is_left_out_and_twice_the_same_is_once() -> None:
    told = {"hovertemplate": "%{customdata[0]}", "customdata": [["Kenya", "KEN"], ["not a member", ""], None]}
    silent = {**told, "hoverinfo": "skip"}
    assert [mark.said for mark in marks.of({"data": [told, silent, told, {"x": [1]}]})] == ["Kenya"]


def test_of_many_words_a_mark_keeps_as_many_lines_as_the_list_has_room_for_and_stays_apart() -> None:
    more = "The rating at midterm is not started or limited.<br>Of 91 so rated, 25 ended high."
    said = [f"<b>Likely</b><br>786 of 2,330 (34%)<br>{more}", f"{'Long ' * 14}<br>one", f"{'Long ' * 14}<br>two"]
    told = {"hovertemplate": "%{customdata[0]}", "customdata": [[words, place + 1] for place, words in enumerate(said)]}
    likely, one, two = marks.of({"data": [told]})
    assert likely.said == "Likely · 786 of 2,330 (34%)"
    assert (one.said[-5:], two.said[-5:]) == ("· one", "· two")
    assert two.point == {"customdata": told["customdata"][2]}
