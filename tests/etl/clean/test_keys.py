"""Member, plan and number: what identifies a commitment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.clean import keys


@pytest.mark.parametrize(
    ("name", "code", "wanted"),
    [
        ("Macedonia", "", "MKD"),
        ("North Macedonia", "", "MKD"),
        ("UK", "", "GBR"),
        (" united  kingdom", "", "GBR"),
        ("Cote d'Ivoire", "", "CIV"),
        ("Côte d’Ivoire", "", "CIV"),
        ("Republic of Korea", "", "KOR"),
        ("Kosovo", "", "XKX"),
        ("Scotland, United Kingdom", "", "GBR-scotland"),
        ("Kenia", "", "KEN"),
        ("Royaume-Uni", "", "GBR"),
        ("Scotland, Reino Unido", "", "GBR-scotland"),
        ("KEN", "", "KEN"),
        ("Ken", "", None),
        ("KE", "", None),
        ("Atlantis", "", None),
        ("Kenya (new spelling)", "KEN", "KEN"),
        ("Atlantis", "ATL", None),
        ("", "", None),
    ],
)
def test_member_id(name: str, code: str, wanted: str | None) -> None:
    assert keys.member_id(name, code=code) == wanted


def test_a_member_that_is_nearly_known_is_suggested() -> None:
    assert keys.nearest_member("Keniya") == "Kenya"
    assert keys.nearest_member("Qqqqqq") is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2", 2),
        ("2.0", 2),
        (" 3 ", 3),
        ("0", None),
        ("II", None),
        ("1.5", None),
        ("NR", None),
        ("", None),
        ("Action plan 3", 3),
        ("National Action Plan No. 3", 3),
        ("NAP3", 3),
        ("Plan de Acción 2", 2),
        ("AP_KEN03", 3),
        ("KEN-3", 3),
        ("2018-2020", None),
        ("Action Plan 2018-2020", None),
        ("2018", None),
        ("2-year plan", None),
        ("Plan 3 of 4", None),
    ],
)
def test_plan_number(text: str, wanted: int | None) -> None:
    assert keys.plan_number(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("AP_ALB03", 3), ("AP_KEN12", 12), ("AP", None), ("", None), ("KEN_2018-2020", None), ("KEN2018", None)],
)
def test_plan_number_from_code(text: str, wanted: int | None) -> None:
    assert keys.plan_number_from_code(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("4.0999999999999996", "4.1"), ("1.1000000000000001", "1.1"), ("3.1", "3.1"), ("iv", "iv"), ("A2", "A2"),
     ("1.6A", "1.6A"), ("3.2.5", "3.2.5"), (" SC17 ", "SC17"), ("NR", None), ("", None), ("10", "10")],
)  # fmt: skip
def test_commitment_number(text: str, wanted: str | None) -> None:
    assert keys.commitment_number(text) == wanted


@given(st.integers(1, 99), st.integers(1, 9))
def test_float_artefacts_are_mended(whole: int, tenth: int) -> None:
    written = f"{whole + tenth / 10:.17g}"
    assert keys.number_key(keys.commitment_number(written)) == f"{whole}.{tenth}"


@given(st.text(max_size=20))
def test_number_keys_are_stable(text: str) -> None:
    assert keys.number_key(keys.number_key(text)) == keys.number_key(text)
