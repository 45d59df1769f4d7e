"""Names of groups in a table without room for all of them."""

from ui.stalled import _told_apart

LONG = "Instituto Federal de Acceso a la Información y Protección de Datos Personales"


def test_no_two_names_are_cut_alike() -> None:
    names = ["Short", LONG, f"{LONG} (IFAI)", LONG.replace("Información", "informacion"), "Short"]
    told = _told_apart(names, most=42)
    assert told[0] == told[4] == "Short"
    assert len(set(told)) == 4
    assert told[1] == LONG  # cut in the middle it would be told as the fourth
    assert len(told[2]) <= 43
