"""The client asks gently, waits no longer than it may, goes nowhere else, and shows its key to nobody."""

from __future__ import annotations

import gzip
import html
import json
import logging
import shutil
import ssl
import subprocess
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

import pytest

from tests.remote.service import FAST, KEY, Reply, Request, Service, in_turn
from umkm_analysis.errors import NetworkError
from umkm_analysis.remote.client import Client
from umkm_analysis.remote.keys import Key

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Serve = Callable[[Callable[[Request], Reply]], Service]
    Make = Callable[..., Client]

SPELLINGS = (
    KEY, quote(KEY, safe=""), quote(KEY), quote_plus(KEY), quote(KEY, safe="").lower(), quote(quote(KEY, safe="")),
    KEY.replace("/", "\\/"), KEY.replace("/", "\\\\/"), html.escape(KEY), "".join(f"&#{ord(sign)};" for sign in KEY),
    "".join(f"\\u{ord(sign):04X}" for sign in KEY),
)  # fmt: skip


def test_an_answer_comes_with_its_address_and_without_the_key(serve: Serve, client: Make) -> None:
    service = serve(in_turn(Reply({"status": "OK"})))
    answer, content = client(service).get_json(f"{service.address}/v1/api/list", {"th": "121;123", "q": "a b"})
    assert content == {"status": "OK"}
    assert answer.address == f"{service.address}/v1/api/list?th=121%3B123&q=a+b"
    assert service.requests[0].query == {"th": "121;123", "q": "a b", "key": KEY}
    assert service.requests[0].headers["User-Agent"].startswith("Mozilla/5.0 (compatible; umkm-analysis/")
    assert service.requests[0].headers["Accept-Encoding"] == "identity"


def test_a_token_goes_into_the_header_alone(serve: Serve, client: Make) -> None:
    service = serve(in_turn(Reply({})))
    client(service, bearer=True).get_json(f"{service.address}/x", {"a": 1})
    assert service.requests[0].headers["Authorization"] == f"Bearer {KEY}"
    assert service.requests[0].query == {"a": "1"}


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Reply(b"oops", 500), id="an error of the server"),
        pytest.param(Reply(b"<html><title>Just a moment...</title>", 503), id="a firewall's moment"),
        pytest.param(Reply({"message": "Too Many Requests"}, 429, {"Retry-After": "0"}), id="too many"),
        pytest.param(Reply({"rows": [1, 2, 3]}, cut=4), id="a lost connection"),
        pytest.param(Reply(b'{"rows": [1, 2'), id="torn JSON"),
        pytest.param(Reply(b'{"a": 1, "a": 2}'), id="a key twice"),
        pytest.param(Reply(b""), id="nothing"),
    ],
)
def test_what_may_pass_is_tried_again(serve: Serve, client: Make, fault: Reply) -> None:
    service = serve(in_turn(fault, fault, Reply({"rows": [1]})))
    said: list[str] = []
    assert client(service, say=said.append).get_json(service.address)[1] == {"rows": [1]}
    assert len(service.requests) == 3
    assert [sentence.partition("; attempt ")[2][:6] for sentence in said] == ["2 of 3", "3 of 3"]


@pytest.mark.parametrize(
    ("fault", "words", "requests"),
    [
        (Reply({"message": "rusak"}, 500), 'it answers 500: "rusak"; 3 attempts', 3),
        (Reply(b"[1,"), "no complete JSON", 3),
        (Reply(b"[" * 100_000), "nested without end", 3),
        (Reply({"message": "Too Many"}, 429, {"Retry-After": "3600"}), "it asks to wait 3600 seconds", 1),
        (Reply(b"<html><head><title>Perimeter\nWAF Block</title>", 403), '403: a web page titled "Perimeter WAF Bl', 1),
        (Reply(b"<!doctype html><title>Masuk</title>"), 'a web page titled "Masuk" in place of figures', 1),
        (Reply({"success": False, "message": "Unauthorized"}, 401), '401: "Unauthorized". The key may be wrong', 1),
        (Reply({"error": {"message": "Not found: x"}}, 404), 'it answers 404: "Not found: x". There is nothing', 1),
        (Reply({}, 302, {"Location": "https://example.org/x"}), "refers to https://example.org, where nothing", 1),
        (Reply({}, 302, {"Location": "//127.0.0.1:1/x"}), "refers to http://127.0.0.1:1, where nothing", 1),
        (Reply({}, 308, {"Location": "file:///etc/passwd"}), "refers to file://, where nothing was asked", 1),
        (Reply({}, 301, {"Location": "/same"}), "refers from one address to the next without end", 4),
        (Reply(b"x", headers={"Content-Encoding": "br"}), "packs its answer in a way that was not asked for", 1),
        (Reply(b"x", headers={"Content-Encoding": "gzip, gzip"}), "packs its answer in a way that was not asked", 1),
        (Reply(b"no gzip", headers={"Content-Encoding": "gzip"}), "an answer that cannot be read (DecodingError)", 1),
    ],
)
def test_what_does_not_pass_is_said(serve: Serve, client: Make, fault: Reply, words: str, requests: int) -> None:
    service = serve(in_turn(fault))
    with pytest.raises(NetworkError) as caught:
        client(service).get_json(service.address)
    assert words in str(caught.value)
    assert len(service.requests) == requests


def test_a_server_may_ask_to_wait_until_a_time(serve: Serve, client: Make) -> None:
    then = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    service = serve(in_turn(Reply({}, 503, {"Retry-After": then})))
    with pytest.raises(NetworkError, match=r"it asks to wait 7[12]\d\d seconds"):
        client(service).get_json(service.address)


def test_a_redirect_within_the_host_is_followed_with_the_key_in_its_place(serve: Serve, client: Make) -> None:
    def answer(request: Request) -> Reply:
        if request.path == "/new/":
            return Reply({"a": 1})
        return Reply({}, 301, {"Location": f"/new/?x=1&key={quote(KEY, safe='')}"})

    service = serve(answer)
    answer_, content = client(service).get_json(f"{service.address}/old")
    assert content == {"a": 1}
    assert answer_.address == f"{service.address}/new/?x=1"
    assert service.requests[1].query == {"x": "1", "key": KEY}


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(b" " * 300_000), id="said"),
        pytest.param(Reply(endless=True), id="endless"),
        pytest.param(Reply(gzip.compress(b" " * 50_000_000), headers={"Content-Encoding": "gzip"}), id="packed"),
    ],
)
def test_too_large_an_answer_is_cut_off(serve: Serve, client: Make, reply: Reply) -> None:
    service = serve(in_turn(reply))
    with pytest.raises(NetworkError, match="an answer above 0 MB; ask for less at once"):
        client(service, limits=replace(FAST, answer_bytes=200_000)).get_json(service.address)
    assert len(service.requests) == 1


@pytest.mark.parametrize("reply", [Reply(b" " * 100, drip=0.1), Reply({}, head_drip=1.5)], ids=["body", "head"])
def test_a_slow_answer_has_an_end(serve: Serve, client: Make, reply: Reply) -> None:
    service = serve(in_turn(reply))
    began = time.monotonic()
    with pytest.raises(NetworkError, match=r"no complete answer within \d seconds; 2 attempts"):
        client(service, limits=replace(FAST, answer=0.5, attempts=2)).get_json(service.address)
    assert time.monotonic() - began < 5  # the body alone takes ten seconds, the head six


def test_silence_has_an_end(serve: Serve, client: Make) -> None:
    service = serve(in_turn(Reply({}, drip=1.0)))
    with pytest.raises(NetworkError, match="no answer in time; 2 attempts"):
        client(service, limits=replace(FAST, silence=0.2, attempts=2)).get_json(service.address)


def test_all_requests_together_have_limits(serve: Serve, client: Make) -> None:
    service = serve(in_turn(Reply(b" " * 1000 + b"1")))
    for limits, words in (
        (replace(FAST, requests=2), "more than 2 requests"),
        (replace(FAST, total_bytes=2500), "more than 0 MB in all"),
        (replace(FAST, total=0.3, pause=0.2), "no end after 0 minutes"),
    ):
        asking = client(service, limits=limits)
        with pytest.raises(NetworkError, match=words):
            [asking.get_json(service.address) for _ in range(5)]


def test_requests_do_not_follow_each_other_at_once(serve: Serve, client: Make) -> None:
    service = serve(in_turn(Reply(b"1")))
    asking = client(service, limits=replace(FAST, pause=0.15))
    began = time.monotonic()
    for _ in range(3):
        asking.get_json(service.address)
    assert time.monotonic() - began >= 0.3


def test_nobody_there_is_said_without_the_address(serve: Serve, client: Make) -> None:
    service = serve(in_turn(Reply()))
    asking = client(service)
    service.close()
    with pytest.raises(NetworkError, match=r"the connection failed or was lost \(ConnectError\); 3 attempts"):
        asking.get_json(f"{service.address}/secret")


@pytest.mark.parametrize("bearer", [False, True])
def test_a_server_that_repeats_the_key_gives_it_to_nobody(
    serve: Serve, client: Make, caplog: pytest.LogCaptureFixture, *, bearer: bool
) -> None:
    echo = " ".join(SPELLINGS)
    replies: list[Any] = [
        Reply(json.dumps({"url": echo}).encode(), headers={"X-Key": KEY, "Set-Cookie": f"k={quote(KEY)}"}),
        Reply({"message": f"bad key {echo}"}, 400, {"Content-Type": f"x/{KEY}"}),
        Reply({"message": f"bad key {echo}"}, 500),
        Reply(f"<title>{echo}</title>".encode(), 403),
        Reply({}, 302, {"Location": f"https://example.org/{quote(KEY)}?key={quote(KEY)}"}),
        Reply({"a": 1}, headers={"Content-Length": KEY}),
    ]
    seen: list[str] = []
    caplog.set_level(logging.DEBUG)
    for reply in replies:
        service = serve(in_turn(reply))
        with client(service, bearer=bearer, say=seen.append) as asking:
            try:
                answer, content = asking.get_json(f"{service.address}/v1", {"a": "b"})
            except NetworkError as error:
                for chained in (error, error.__cause__, error.__context__ if not error.__suppress_context__ else None):
                    seen += [str(chained), repr(chained)]
            else:
                assert answer.masked == len(SPELLINGS)
                seen += [repr(answer), str(content)]
    seen += [repr(Key(KEY)), str(Key(KEY)), f"{Key(KEY)}", caplog.text]
    assert len(seen) > 10
    for spelling in SPELLINGS:
        assert not [text for text in seen if spelling in text]


def test_only_a_certificate_that_is_known_is_trusted(tmp_path: Path, serve: Serve) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    new = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run(  # noqa: S603
        ["openssl", *new, "-keyout", "key.pem", "-out", "cert.pem"],  # noqa: S607
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    service = serve(in_turn(Reply({})))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    service.server.socket = context.wrap_socket(service.server.socket, server_side=True)
    address = f"https://localhost:{service.server.server_port}"
    said: list[str] = []
    asking = Client(address, key=Key(KEY), limits=FAST, say=said.append)
    with asking, pytest.raises(NetworkError, match=r"no safe connection \(self-signed certificate\)$"):
        asking.get_json(address)
    assert said == []
    assert service.requests == []
