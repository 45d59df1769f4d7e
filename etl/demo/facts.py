"""What the demonstration rests on: the data files beside this module, and the drawing of chances."""

import random
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent

#: The languages that titles and texts are written in.
LANGUAGES = ("en", "es", "fr")


@cache
def facts(name: str) -> Any:
    """The content of one data file of this package, `name` without its ending."""
    return yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))


@cache
def topics() -> tuple[dict[str, Any], ...]:
    """What commitments can be about, from words/topics, in the order of file names."""
    return tuple(t for path in sorted((HERE / "words" / "topics").glob("*.yml"))
                 for t in facts(f"words/topics/{path.stem}"))  # fmt: skip


def chance_of(*keys: object) -> random.Random:
    """The source of chance for one thing: the same `keys` (the seed first) always draw the same."""
    return random.Random("/".join(str(k) for k in keys))


def happens(rng: random.Random, name: str) -> bool:
    """Whether the thing of ratings.yml's `chance` happens this time."""
    return rng.random() < float(facts("ratings")["chance"][name])


def draw(rng: random.Random, odds: dict[str, dict[str, float]], *, lift: float = 0.0) -> str:
    """A code drawn by the parts of `odds`. A positive `lift` favours the upper end of the scale."""
    scale = odds["scale"]
    weights = {code: part * exp(lift * step) for step, (code, part) in enumerate(scale.items())}
    total, lifted = sum(scale.values()), sum(weights.values())
    # What stands apart keeps its share, whatever the lift.
    weights |= {code: part * (lifted / total if total else 1) for code, part in odds.get("apart", {}).items()}
    return rng.choices(list(weights), weights=list(weights.values()))[0]
