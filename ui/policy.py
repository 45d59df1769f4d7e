"""What a browser may load for a page: our own server's files and nothing from elsewhere, whatever asks for it."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: By kind of content. Streamlit and Plotly set styles on elements, and what is drawn and what is ours to run (ui/*.js)
#: comes as blobs that the page itself makes. Scripts within the page stay allowed, see docs/decisions/0015.
_ALLOWED = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
#: The value of the header Content-Security-Policy.
POLICY = "; ".join(f"{kind} {allowed}" for kind, allowed in _ALLOWED.items())


class Policy:
    """Adds the policy to every answer, as a layer around the app (a middleware of Starlette)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Content-Security-Policy"] = POLICY
            await send(message)

        await self.app(scope, receive, send_with)
