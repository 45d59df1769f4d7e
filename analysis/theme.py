"""Colours, the same on screen, slide and sheet. Told apart by people with any colour vision, on light and on dark.

Ordered ratings run through one hue from strong to pale; what stands apart from the scale is grey. The accent marks
what a chart is about. Checked against white and #0E1620 for a contrast of at least 3 to 1 where a mark stands alone.
"""

ACCENT = "#1F77A8"
SECOND = "#C2571A"
MUTED = "#8A94A0"
BAND = "rgba(128,140,155,0.10)"
BAND_LINE = "rgba(128,140,155,0.55)"
MARK = "#B25E00"

COMPLETION = {
    "complete": "#0B4F7A",
    "substantial": "#3D8EBF",
    "limited": "#E8A66A",
    "not_started": "#B5541C",
    "unclear": "#9AA3AD",
    "withdrawn": "#6B747E",
}
AMBITION_SCALE = {"potential_impact": ACCENT, "potential_for_results": SECOND}

#: Five classes of a share, low to high, and the two states that are not a share.
MAP_CLASSES = ("#C9DDEA", "#93BCD6", "#5B98C0", "#2A719F", "#0B4A72")
MAP_FEW = "#E3C99A"
MAP_UNRATED = "#B9BFC6"
MAP_LAND = "rgba(140,150,160,0.18)"
MAP_LINE = "rgba(140,150,160,0.65)"
