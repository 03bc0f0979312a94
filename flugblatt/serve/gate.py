"""The gate before every page: who does not know the token, comes by another name or from another page, is sent away.

Flow: request -> its host (RFC 9110, 7.4: a page of another site that points its name here is refused) -> the token in the address
-> for what changes something the page that it comes from -> the size of the body -> the application, and on every answer the
headers that keep it from other pages. No answer has a header of CORS: no other page can read one.
"""

from __future__ import annotations

import hmac
from urllib.parse import unquote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 64 * 2**20
"""Bytes; chosen: above any letter of an office program with its pictures."""
READING = ("GET", "HEAD")
PAGE = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page of ours may do (Content Security Policy Level 3)."""
KEPT_APART = {
    "cache-control": "no-store",
    "content-security-policy": PAGE,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


class Gate:
    """An application that only those reach who know ``token``, at one of ``hosts``."""

    def __init__(self, application: ASGIApp, token: str, hosts: tuple[str, ...]) -> None:
        self._application = application
        self._token = token
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._application(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        refusal = self._refusal(scope)
        if refusal:
            await PlainTextResponse(refusal[1], refusal[0], KEPT_APART)(scope, receive, send)
            return
        inner = {**scope, "root_path": f"/{self._token}"}
        await self._application(inner, _limited(receive), _guarded(send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host not in self._hosts:
            return 421, "this server answers at its own address only"
        given = unquote(scope["path"]).partition("/")[2].partition("/")[0]
        if not hmac.compare_digest(given.encode(), self._token.encode()):
            return 404, "there is no such page; open the address that `serve` has printed"
        if scope["method"] not in READING:
            origin = headers.get("origin")
            if origin not in (None, f"http://{host}") or headers.get("sec-fetch-site", "same-origin") != "same-origin":
                return 403, "nothing is changed from another page"
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return 413, f"at most {LARGEST_BODY:,} bytes are taken"
        return None


def _limited(receive: Receive) -> Receive:
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST_BODY:
            return {"type": "http.disconnect"}
        return message

    return limited


def _guarded(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in KEPT_APART.items():
                headers.setdefault(name, value)
        await send(message)

    return guarded
