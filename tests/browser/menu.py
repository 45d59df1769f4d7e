"""The pages of the menu, read from the frame: a page that is added there is in the tests that open them all."""

import re
from pathlib import Path

FRAME = (Path(__file__).resolve().parents[2] / "ui" / "frame.py").read_text(encoding="utf-8")
MENU = ("/", *(f"/{name}" for name in re.findall(r'url_path="([a-z]+)"', FRAME)))
