"""What a test says of a database that it wants: members, commitments with their ratings, changes, the snapshot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tests.published_files import Problem


@dataclass(frozen=True)
class Member:
    member_id: str
    name: str
    region: str = "europe"
    level: str = "national"
    iso3: str = ""
    parent_id: str | None = None


@dataclass(frozen=True)
class Rating:
    """One rating: a code, or the reason (`missing`) why there is none."""

    variable: str
    stage: str
    code: str | None = None
    missing: str | None = None
    label: str = ""
    cell: str = "K2"


@dataclass(frozen=True)
class Commitment:
    id: str
    member: str = "KEN"
    plan: int = 1
    year: int = 2014
    number: str = "1"
    title: str = "Publish the budget"
    full_text: str = ""
    lead: str = "Ministry of Finance"
    #: The name that spellings of the lead institution are grouped under; empty: the lead itself.
    institution: str = ""
    support: str = ""
    url: str = ""
    start_text: str = ""
    end_text: str = ""
    is_over: bool = True
    row: int = 2
    ratings: tuple[Rating, ...] = ()
    themes: tuple[str, ...] = ()
    #: The lists that it was tagged by; None: those of its themes.
    taxonomies: tuple[str, ...] | None = None
    #: Tags of which the file does not say whether they are set, with the kind of missing.
    tags_missing: tuple[tuple[str, str], ...] = ()
    short_title: str = ""


@dataclass(frozen=True)
class Change:
    commitment_id: str
    variable: str
    stage: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Snapshot:
    """Everything that one published file says beside its commitments."""

    snapshot_id: int = 1
    data_date: date = date(2024, 10, 1)
    is_demo: bool = False
    file_name: str = "release.xlsx"
    themes: Mapping[str, tuple[str, str]] = field(default_factory=lambda: {"open_data": ("Open Data", "irm_2024")})
    theme_parents: Mapping[str, str] = field(default_factory=dict)
    crosswalk: Sequence[tuple[str, str, str]] = ()
    changes: Sequence[Change] = ()
    history: Sequence[tuple[str, Rating]] = ()
    #: Commitments as an older release had them: commitment_history.
    earlier: Sequence[Commitment] = ()
    member_names: Sequence[tuple[str, str, str]] = ()
    #: How plans were made: plan_id, question, answer, flag, missing.
    process: Sequence[tuple[str, str, str, bool | None, str | None]] = ()
    #: The year that the process file gives each plan; with it, that file is a source of its own.
    process_years: Mapping[str, int] = field(default_factory=dict)
    vintage: str = "irm_2024"
    problems: Sequence[Problem] = ()
    models: Mapping[str, str] = field(default_factory=dict)
    #: Columns of the codebook: table, column, definition.
    codebook: Sequence[tuple[str, str, str]] = ()


MEMBERS = (
    Member("KEN", "Kenya", region="africa_and_the_middle_east", iso3="KEN"),
    Member("GHA", "Ghana", region="africa_and_the_middle_east", iso3="GHA"),
    Member("GBR", "United Kingdom", iso3="GBR"),
    Member("GBR-scotland", "Scotland, United Kingdom", level="local", parent_id="GBR"),
    Member("XKX", "Kosovo"),
)


def rated(variable: str, stage: str, code: str, *, cell: str = "K2") -> Rating:
    """A rating whose label is its code in words."""
    return Rating(variable, stage, code, label=code.replace("_", " ").capitalize(), cell=cell)
