"""Colours, the same on screen, slide and sheet. Told apart by people with any colour vision, on light and on dark.

Ordered ratings run through one hue from strong to pale; what stands apart from the scale is grey. The accent marks
what a chart is about. Checked against white and #0E1620 for a contrast of at least 3 to 1 where a mark stands alone.
"""

ACCENT = "#1F77A8"
SECOND = "#C1561B"
GRID = "rgba(128,140,155,0.22)"
BAND = "rgba(128,140,155,0.16)"
BAND_LINE = "rgba(128,140,155,0.55)"

COMPLETION = {
    "complete": "#1D6FA5",
    "substantial": "#74B3DA",
    "limited": "#F2BC86",
    "not_started": "#C1561B",
    "unclear": "#A7AFB8",
    "withdrawn": "#6C7681",
}
#: Words that stand on a colour of COMPLETION, and on a faint one.
ON_COMPLETION = {
    "complete": "#FFFFFF",
    "substantial": "#10202C",
    "limited": "#33200E",
    "not_started": "#FFFFFF",
    "unclear": "#10202C",
    "withdrawn": "#FFFFFF",
}
ON_FAINT = "#26200E"
#: Where a commitment stands. The symbol says it without the colour. What was never rated is drawn hollow.
STATES = {
    "withdrawn": "#6C7681",
    "complete": "#1D6FA5",
    "stalled_confirmed": "#C1561B",
    "stalled_likely": "#E39A5F",
    "at_risk": "#F2BC86",
    "nearly": "#74B3DA",
    "substantial_at_midterm": "#A9CFE6",
    "unclear": "#A7AFB8",
    "blind_spot": "rgba(0,0,0,0)",
    "running_unrated": "rgba(0,0,0,0)",
}
STATE_SYMBOLS = {
    "withdrawn": "✕",
    "complete": "●",
    "stalled_confirmed": "■",
    "stalled_likely": "◆",
    "at_risk": "▲",
    "nearly": "◕",
    "substantial_at_midterm": "◑",
    "unclear": "?",
    "blind_spot": "○",
    "running_unrated": "▷",
}
HOLLOW_LINE = "#7D8894"
_FAR, _FAIR, _LITTLE, _NOT, _APART = (
    COMPLETION[code] for code in ("complete", "substantial", "limited", "not_started", "unclear")
)
_BARELY = "#E39A5F"
#: The ratings of each scale: blue what is far along it, orange what is not, grey what stands apart from it.
SCALES = {
    "completion": COMPLETION,
    "completion_midterm": COMPLETION,
    "completion_final": COMPLETION,
    "potential_impact": {
        "transformative": _FAR,
        "moderate": _FAIR,
        "minor": _LITTLE,
        "none": _NOT,
        "unclear": _APART,
    },
    "potential_for_results": {"substantial": _FAR, "modest": _LITTLE, "unclear": _NOT},
    "did_it_open_government": {
        "outstanding": _FAR,
        "major": _FAIR,
        "marginal": _LITTLE,
        "did_not_change": _BARELY,
        "worsens": _NOT,
        "no_early_results_to_report": _APART,
    },
    "early_results": {"significant": _FAR, "moderate": _LITTLE, "no_notable": _NOT},
    "specificity": {"high": _FAR, "medium": _FAIR, "low": _LITTLE, "none": _NOT},
}
#: Words that stand on a colour of SCALES.
ON = {**{COMPLETION[code]: words for code, words in ON_COMPLETION.items()}, _BARELY: "#33200E"}
AMBITION_SCALE = {"potential_impact": ACCENT, "potential_for_results": SECOND}
#: Hue: done (blue) or not (orange). Strength: ambitious (strong) or not (pale).
CORNERS = {
    "ambitious_done": "#1D6FA5",
    "done_only": "#A9CFE6",
    "neither": "#F3C9A0",
    "ambitious_not_done": "#C1561B",
}
#: Words that stand on a colour of CORNERS.
ON_CORNERS = {
    "ambitious_done": "#FFFFFF",
    "done_only": "#10202C",
    "neither": "#33200E",
    "ambitious_not_done": "#FFFFFF",
}
VERIFIABLE = {"specificity": ACCENT, "verifiable": SECOND}
STAR_RULES = {"pre_june_2014": "#8A95A1", "2015": "#5FA3CC", "midterm": "#1B5E8C", "final": SECOND}
DIRECTIONS = {"up": ACCENT, "same": "#8A95A1", "down": SECOND}

#: Five classes of a share, low to high, and the two states that are not a share.
MAP_CLASSES = ("#D3E5F1", "#A3CBE4", "#6DABD1", "#3C86B5", "#1B5E8C")
#: How far participation goes, low to high (process.LEVELS).
LEVELS = dict(zip(("inform", "consult", "involve", "collaborate", "empower"), MAP_CLASSES, strict=True))
MAP_FEW = "#E3C99A"
MAP_UNRATED = "#B9BFC6"
MAP_LAND = "rgba(140,150,160,0.18)"
MAP_LINE = "rgba(140,150,160,0.65)"
MAP_WITHOUT = "rgba(31,119,168,0.05)"
MAP_WITHOUT_LINE = "rgba(70,130,165,0.95)"
MAP_WITHOUT_FAINT = "rgba(70,130,165,0.4)"
MAP_POINT_LINE = "rgba(40,50,60,0.9)"


def is_dark(colour: str) -> bool:
    """Whether words on the colour ("#1F77A8") are to be white (relative luminance, WCAG 2)."""
    parts = [part / 255 for part in _parts(colour)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] < 0.19


def pale(colour: str, *, strength: float = 0.42) -> str:
    """The colour mixed with white, for marks that rest on few cases."""
    return "#" + "".join(f"{round(255 - (255 - part) * strength):02X}" for part in _parts(colour))


def faint(colour: str, *, strength: float = 0.42) -> str:
    """The colour mixed with what is behind it, light or dark, for marks that rest on few cases."""
    return f"rgba({','.join(str(part) for part in _parts(colour))},{strength})"


def _parts(colour: str) -> bytes:
    return bytes.fromhex(colour.removeprefix("#"))
