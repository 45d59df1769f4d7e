"""The dashboard's questions as they are usually answered: the whole table in pandas, the charts by plotly.express.

The table is read once and kept by `st.cache_data`; every run filters and groups it anew.
"""

import os

import duckdb
import pandas as pd
import plotly.express as px
import streamlit as st

LADDER = ["complete", "nearly", "substantial_at_midterm", "at_risk", "stalled_likely", "stalled_confirmed"]
SHARES = ["is_assessed", "is_high_completion", "is_ambitious", "has_strong_early_results", "is_starred"]


@st.cache_data(show_spinner=False)
def read(table: str) -> pd.DataFrame:
    """A table of the published database, whole."""
    with duckdb.connect(os.environ["MONITOR_DB"], read_only=True) as db:
        frame: pd.DataFrame = db.table(table).df()
        return frame


def narrowed() -> pd.DataFrame:
    """The commitments that the pickers leave."""
    frame = every = read("commitment_status")
    for key, column in (("members", "member_name"), ("regions", "region"), ("years", "year")):
        counts = every[column].value_counts().sort_index()
        labels = {f"{name} ({n:,})": name for name, n in counts.items()}
        picked = st.sidebar.multiselect(key, list(labels), key=f"pick_{key}")
        if picked:
            frame = frame[frame[column].isin([labels[label] for label in picked])]
    st.caption(f"{len(frame):,} of {len(every):,} commitments: ")
    return frame


def by_theme(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per commitment and theme."""
    return frame.explode("theme_ids").dropna(subset=["theme_ids"])


def share_of(frame: pd.DataFrame, by: list[str], indicator: str) -> pd.DataFrame:
    """How often an indicator holds, with n."""
    rated = frame.dropna(subset=[indicator]).astype({indicator: float})
    return rated.groupby(by, as_index=False).agg(share=(indicator, "mean"), n=(indicator, "size"))


def overview() -> None:
    frame = narrowed()
    sizes = {"members": frame["member_id"].nunique(), "plans": frame["plan_id"].nunique(), "commitments": len(frame)}
    shares = {name: frame[name].dropna().astype(float).mean() for name in SHARES}
    cells = st.columns(len(sizes) + len(shares))
    for cell, (name, value) in zip(cells, {**sizes, **shares}.items(), strict=True):
        cell.metric(name, f"{value:,.2f}")
    completion = frame.groupby(["year", "completion"], as_index=False).size()
    st.plotly_chart(px.bar(completion, x="year", y="size", color="completion"))
    st.plotly_chart(px.bar(share_of(frame, ["year", "ambition_scale"], "is_ambitious"), x="year", y="share"))
    members = share_of(frame, ["member_id", "member_name"], "is_high_completion")
    st.plotly_chart(px.choropleth(members, locations="member_id", color="share", hover_name="member_name"))
    changes = read("change")
    changes = changes[changes["snapshot_id"] == changes["snapshot_id"].max()]
    columns = ["commitment_id", "member_name", "title", "plan_number"]
    st.dataframe(changes.merge(frame[columns], on="commitment_id").head(200))


def stalled() -> None:
    frame = narrowed()
    ladder = frame["stall_state"].value_counts().rename_axis("state").reset_index(name="n")
    st.plotly_chart(px.bar(ladder, x="n", y="state", orientation="h"))
    both = frame.dropna(subset=["completion_midterm", "completion_final"])
    followed = both.groupby(["completion_midterm", "completion_final"], as_index=False).size()
    st.plotly_chart(px.bar(followed, x="size", y="completion_midterm", color="completion_final", orientation="h"))
    stuck = frame[frame["stall_state"].isin(LADDER)].sort_values(["stall_state", "ends_on", "member_name"])
    columns = ["stall_state", "member_name", "plan_number", "title", "lead_institution", "stall_reason", "ends_on"]
    st.dataframe(stuck[columns].head(100))


def themes() -> None:
    frame = narrowed()
    tagged = by_theme(frame)
    shares = tagged.groupby("theme_ids", as_index=False).size().nlargest(20, "size")
    st.plotly_chart(px.bar(shares, x="size", y="theme_ids", orientation="h"))
    st.plotly_chart(px.scatter(share_of(tagged, ["theme_ids"], "is_high_completion"), x="share", y="theme_ids"))
    regions = tagged.groupby(["theme_ids", "region"], as_index=False).size()
    st.plotly_chart(px.density_heatmap(regions, x="region", y="theme_ids", z="size"))
    fares = share_of(tagged, ["theme_ids", "region"], "is_high_completion")
    st.plotly_chart(px.density_heatmap(fares, x="region", y="theme_ids", z="share"))
    years = tagged.groupby(["theme_ids", "year"], as_index=False).size()
    st.plotly_chart(px.line(years, x="year", y="size", color="theme_ids"))
    st.plotly_chart(px.density_heatmap(years, x="year", y="theme_ids", z="size"))


def ambition() -> None:
    frame = narrowed()
    rated = frame.dropna(subset=["is_ambitious", "is_high_completion"])
    corners = rated.groupby(["ambition_scale", "is_ambitious", "is_high_completion"], as_index=False).size()
    st.plotly_chart(px.bar(corners, x="size", y="ambition_scale", color="is_ambitious", orientation="h"))
    members = rated.groupby(["member_name", "is_ambitious", "is_high_completion"], as_index=False).size()
    st.plotly_chart(px.bar(members, x="size", y="member_name", color="is_ambitious", orientation="h"))
    tagged = by_theme(rated).groupby(["theme_ids", "is_ambitious", "is_high_completion"], as_index=False).size()
    st.plotly_chart(px.bar(tagged, x="size", y="theme_ids", color="is_ambitious", orientation="h"))
    st.plotly_chart(px.bar(share_of(frame, ["year", "star_rule"], "is_starred"), x="year", y="share"))
    st.plotly_chart(px.bar(share_of(frame, ["year"], "is_verifiable"), x="year", y="share"))


def commitments() -> None:
    frame = narrowed()
    if wanted := st.text_input("words"):
        frame = frame[frame["title"].str.contains(wanted, case=False, regex=False, na=False)]
    for name in ("completion", "stall_state", "ambition"):
        st.multiselect(name, [f"{code} ({n:,})" for code, n in frame[name].value_counts().items()])
    tags = by_theme(frame)["theme_ids"].value_counts()
    st.multiselect("themes", [f"{theme} ({n:,})" for theme, n in tags.items()])
    columns = ["member_name", "title", "completion", "stall_state", "year", "plan_number", "lead_institution"]
    found = frame.sort_values(["member_name", "plan_number", "number"])[columns]
    st.caption(f"{len(found):,} found")
    st.dataframe(found.head(100))
    st.download_button("csv", found.to_csv(index=False), "commitments.csv")


PAGES = {"": overview, "stalled": stalled, "themes": themes, "ambition": ambition, "commitments": commitments}
st.navigation([st.Page(run, url_path=path, default=not path) for path, run in PAGES.items()]).run()
