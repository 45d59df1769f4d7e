"""What browsers are told that a page may load and run."""

import asyncio
from typing import Any

from ui.policy import Policy, policy


def test_nothing_is_let_in_from_elsewhere_and_no_text_is_run() -> None:
    by_kind = dict(part.split(" ", 1) for part in policy().split("; "))
    assert by_kind["default-src"] == "'self'"
    assert "'sha256-" in by_kind["script-src"], "Streamlit's page has a script of its own"
    assert not [allowed for allowed in by_kind.values() if "http" in allowed or "*" in allowed or "eval" in allowed]
    assert [kind for kind, allowed in by_kind.items() if "'unsafe-inline'" in allowed] == ["style-src"]


def test_every_answer_carries_the_policy_and_keeps_its_own_headers() -> None:
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"etag", b"1")]})
        await send({"type": "http.response.body", "body": b"x"})

    async def keep(message: Any) -> None:
        sent.append(message)

    asyncio.run(Policy(app)({"type": "http"}, None, keep))  # type: ignore[arg-type]
    assert sent[0]["headers"] == [(b"etag", b"1"), (b"content-security-policy", policy().encode())]
    assert sent[1] == {"type": "http.response.body", "body": b"x"}
