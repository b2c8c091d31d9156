"""Words for what a server refuses, and what to do about it."""

from __future__ import annotations

import json
import re
import socket
import ssl
from typing import TYPE_CHECKING

from umkm_analysis.remote.keys import without_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from umkm_analysis.remote.keys import Key

MAX_SAID = 200
FIREWALL = (
    "A firewall or a log-in page, most often: try again later, from another network, or download the table in a "
    "browser and use umkm import"
)
UNAUTHORIZED, FORBIDDEN, NOT_FOUND = 401, 403, 404


def said(content: bytes) -> str:
    """Return what an answer says of itself, in quotes behind a colon; empty where it says nothing."""
    if content.lstrip()[:1] == b"<":
        return f": {web_page(content)}"
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    message = body
    for _ in range(2):
        if isinstance(message, dict):
            message = next((message[name] for name in ("message", "error", "pesan", "detail") if message.get(name)), "")
    words = " ".join(str(message).split())[:MAX_SAID] if isinstance(message, str) else ""
    return f': "{words}"' if words else ""


def web_page(content: bytes) -> str:
    """Name a web page by its title."""
    title = re.search(rb"<title[^>]*>(.*?)</title>", content[: 1 << 16], re.IGNORECASE | re.DOTALL)
    words = " ".join(title[1].decode("utf-8", "replace").split())[:100] if title else ""
    return f'a web page titled "{words}"' if words else "a web page"


def advice(status: int, content: bytes, *, keyed: bool) -> str:
    """Say what to do about a refusal."""
    if content.lstrip()[:1] == b"<":
        return FIREWALL
    if status in {UNAUTHORIZED, FORBIDDEN}:
        return (
            "The key may be wrong, expired, or not meant for this"
            if keyed
            else "This part of the service is not public"
        )
    if status == NOT_FOUND:
        return "There is nothing of that name; see whether the address and the id are right"
    return ""


def is_unsafe(error: BaseException) -> bool:
    """Whether a connection was not made because the other side could not prove who it is: no fault that passes."""
    return any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def lost(error: BaseException, key: Key | None) -> str:
    """Say why a connection was not made, or lost."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLError):
            reason = getattr(cause, "verify_message", "") or getattr(cause, "reason", "") or "TLS"
            return f"no safe connection ({without_key(str(reason), key)})"
        if isinstance(cause, socket.gaierror):
            return "the name of the host was not found; is there a connection to the internet?"
    return f"the connection failed or was lost ({type(error).__name__})"
