"""The framed dashboard on a small database; see tests/framed.py."""

from tests.framed import opened, published

__all__ = ["opened", "published"]
