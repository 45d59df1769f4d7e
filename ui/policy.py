"""What a browser may load and run for a page: our own server's files and nothing from elsewhere.

The browser holds pages to it, so neither a cell of a spreadsheet nor a library can reach the network or run a script.
"""

import base64
import hashlib
import re
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: A script that stands in Streamlit's own page.
_INLINE = re.compile(r"<script>(.*?)</script>", flags=re.DOTALL)
#: By kind of content. Streamlit and Plotly set styles on elements; what is drawn and what is ours to run (ui/*.js)
#: comes as blobs that the page itself makes.
_ALLOWED = {
    "default-src": "'self'",
    "script-src": "'self' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}


class Policy:
    """Adds the policy to every answer, as a layer around the app (a middleware of Starlette)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.value = app, policy()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Content-Security-Policy"] = self.value
            await send(message)

        await self.app(scope, receive, send_with)


def policy() -> str:
    """The value of the header Content-Security-Policy. Scripts in Streamlit's own page are let in by their hash."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    hashes = "".join(f" 'sha256-{_hash(script)}'" for script in _INLINE.findall(page))
    return "; ".join(f"{kind} {allowed}{hashes if kind == 'script-src' else ''}" for kind, allowed in _ALLOWED.items())


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
