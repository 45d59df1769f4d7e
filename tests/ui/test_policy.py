"""What browsers are told that a page may load."""

import asyncio
from typing import Any

from ui.policy import POLICY, Policy


def test_nothing_is_let_in_from_elsewhere() -> None:
    by_kind = dict(part.split(" ", 1) for part in POLICY.split("; "))
    assert by_kind["default-src"] == "'self'"
    known = {"'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"}
    assert {source for allowed in by_kind.values() for source in allowed.split(" ")} <= known


def test_every_answer_carries_the_policy_and_keeps_its_own_headers() -> None:
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"etag", b"1")]})
        await send({"type": "http.response.body", "body": b"x"})

    async def keep(message: Any) -> None:
        sent.append(message)

    asyncio.run(Policy(app)({"type": "http"}, None, keep))  # type: ignore[arg-type]
    assert sent[0]["headers"] == [(b"etag", b"1"), (b"content-security-policy", POLICY.encode())]
    assert sent[1] == {"type": "http.response.body", "body": b"x"}
