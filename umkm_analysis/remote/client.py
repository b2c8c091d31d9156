"""HTTP client of the services: few hosts, bounded waits and sizes, and a key that nothing but the request holds.

The key is added to a request below httpx's client, in its transport, so that no address, exception or log record of
the library above it ever holds one; it is taken out of answers before anybody reads them. Each request runs in a thread
of its own, so that a server that sends a byte a minute cannot hold the program up.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import queue
import threading
import time
import urllib.request
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import urlencode, urljoin

import httpx

from umkm_analysis.datasets.statistics.read.json_tables import load_json
from umkm_analysis.errors import DataError, NetworkError
from umkm_analysis.remote import limits as limits_module
from umkm_analysis.remote import refusals
from umkm_analysis.remote.addresses import host_of, is_loopback, split
from umkm_analysis.remote.keys import Key, without_key, without_key_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from umkm_analysis.remote.limits import Limits

T = TypeVar("T")
KEY_PARAMETER = "key"
AGENT = f"Mozilla/5.0 (compatible; umkm-analysis/{version('umkm-analysis')})"
"""Says who asks; firewalls of these services refuse what does not begin like a browser."""
OK = 200
REDIRECTS = {301, 302, 303, 307, 308}
PASSING = {408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524}
"""Status codes of faults that may pass."""
ENCODINGS = {"", "identity", "gzip", "deflate"}
"""Of bodies; others, or several at once, could unpack to gigabytes in one step."""
LIBRARY_LOGGERS = ("httpx", "httpcore")


@dataclass(frozen=True)
class Answer:
    """An answer of a server, without the key."""

    address: str
    """What was asked, without the key."""
    content: bytes
    content_type: str
    asked: str
    """Date and time in UTC, ISO form."""
    masked: int
    """How many times the key stood in it; each was replaced."""


class _Passing(Exception):  # noqa: N818 - no fault of its own: the sentence of one that another attempt may not meet
    """A fault that may pass."""

    def __init__(self, sentence: str, wait: float | None = None) -> None:
        super().__init__(sentence)
        self.wait = wait


class _Keyed(httpx.BaseTransport):
    """A transport that adds the key to the request on its way out."""

    def __init__(self, inner: httpx.BaseTransport, key: Key | None, *, bearer: bool) -> None:
        self._inner, self._key, self._bearer = inner, key, bearer

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request with the key."""
        if self._key is None:
            return self._inner.handle_request(request)
        url, headers = request.url, request.headers.copy()
        if self._bearer:
            headers["Authorization"] = f"Bearer {self._key.reveal()}"
        else:
            url = url.copy_set_param(KEY_PARAMETER, self._key.reveal())
        sent = httpx.Request(request.method, url, headers=headers, extensions=request.extensions)
        return self._inner.handle_request(sent)

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


class Client(contextlib.AbstractContextManager["Client"]):
    """A client of one service.

    Parameters
    ----------
    service
        Address that was checked; only its host and port are asked.
    key
        None for services that need none.
    bearer
        Whether the key goes into the Authorization header; else into the address, as BPS wants it.
    say
        Gets sentences on waits and retries.
    limits
        What it may spend.
    """

    def __init__(
        self,
        service: str,
        *,
        key: Key | None = None,
        bearer: bool = False,
        say: Callable[[str], None] = lambda _: None,
        limits: Limits | None = None,
    ) -> None:
        self.service = service
        parts = split(service)
        self.host, self._scheme = host_of(parts), parts.scheme
        self.key, self._say, self._limits = key, say, limits or limits_module.LIMITS
        self._ends = time.monotonic() + self._limits.total
        self._requests, self._bytes, self._next = 0, 0, 0.0
        # no check of certificates is ever switched off; SSL_CERT_FILE names an authority of one's own
        inner = httpx.HTTPTransport(proxy=_proxy(parts.scheme, parts.hostname or ""), trust_env=True)
        self._http = httpx.Client(
            transport=_Keyed(inner, key, bearer=bearer),
            headers={"User-Agent": AGENT, "Accept": "application/json", "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(self._limits.silence, connect=self._limits.connect),
            trust_env=False,
        )
        self._levels = {name: logging.getLogger(name).level for name in LIBRARY_LOGGERS}

    def __enter__(self) -> Self:
        """Keep the libraries' logs, which hold headers of answers, above what they log of requests."""
        for name in LIBRARY_LOGGERS:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self._http.close()
        for name, level in self._levels.items():
            logging.getLogger(name).setLevel(level)

    def get_json(self, address: str, parameters: Mapping[str, Any] | None = None) -> tuple[Answer, Any]:
        """Ask for JSON.

        Parameters
        ----------
        address
            Of the service's host.
        parameters
            Of the query; the key is added on the way.

        Returns
        -------
        The answer, and what its JSON holds.

        Raises
        ------
        NetworkError
            If the server cannot be reached, refuses, answers with something else, or does not end; after several
            attempts where the fault may pass.
        """
        url = f"{address}?{urlencode(parameters)}" if parameters else address
        for attempt in range(1, self._limits.attempts + 1):
            try:
                answer = self._bounded(lambda: self._ask(url))
                return answer, self._parsed(answer)
            except _Passing as fault:
                sentence = f"{self.host}: {fault}"
                wait = fault.wait if fault.wait is not None else self._limits.first_wait * 2 ** (attempt - 1)
            if attempt == self._limits.attempts:
                raise NetworkError(f"{sentence}; {attempt} attempts. Nothing was changed; try again later")
            if wait > self._limits.longest_wait:
                raise NetworkError(
                    f"{sentence}; it asks to wait {wait:.0f} seconds. Nothing was changed; come back then"
                )
            if time.monotonic() + wait > self._ends:
                raise self._no_end()
            self._say(f"{sentence}; attempt {attempt + 1} of {self._limits.attempts} in {wait:.0f} s")
            time.sleep(wait)
        raise AssertionError  # pragma: no cover - the last attempt returned or raised

    def _parsed(self, answer: Answer) -> Any:
        start = answer.content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        if start == b"<":
            raise NetworkError(
                f"{self.host}: {refusals.web_page(answer.content)} in place of figures. {refusals.FIREWALL}"
            )
        try:
            return load_json(answer.content, f"the answer of {self.host}")
        except DataError as error:
            raise _Passing(str(error).partition(": ")[2]) from None

    def _ask(self, url: str) -> Answer:
        for _ in range(self._limits.redirects + 1):
            self._spend_request()
            asked = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
            with self._http.stream("GET", url) as response:
                content, masked = without_key_bytes(self._body(response), self.key)
                if response.status_code not in REDIRECTS:
                    self._refuse_status(response, content)
                    kind = response.headers.get("Content-Type", "").partition(";")[0].strip()[:100]
                    return Answer(url, content, without_key(kind, self.key), asked, masked)
                url = self._redirected(url, response.headers.get("Location", ""))
        raise NetworkError(f"{self.host}: it refers from one address to the next without end")

    def _redirected(self, url: str, location: str) -> str:
        """Return where an answer refers to, if that is the same host and port, by the same scheme."""
        target = httpx.URL(urljoin(url, without_key(location, self.key))).copy_remove_param(KEY_PARAMETER)
        parts = split(str(target))
        if (parts.scheme, host_of(parts)) != (self._scheme, self.host) or parts.username is not None:
            raise NetworkError(
                f"{self.host}: it refers to {parts.scheme}://{host_of(parts)[:100]}, where nothing was asked. If the "
                "service has moved there, name the new address and add its host with --host"
            )
        return str(target.copy_with(fragment=None))

    def _body(self, response: httpx.Response) -> bytes:
        if response.headers.get("Content-Encoding", "").strip().lower() not in ENCODINGS:
            raise NetworkError(f"{self.host}: it packs its answer in a way that was not asked for")
        body = bytearray()
        for piece in response.iter_bytes():
            body += piece
            self._bytes += len(piece)
            if len(body) > self._limits.answer_bytes:
                limit = self._limits.answer_bytes >> 20
                raise NetworkError(f"{self.host}: an answer above {limit} MB; ask for less at once")
            if self._bytes > self._limits.total_bytes:
                raise NetworkError(f"{self.host}: more than {self._limits.total_bytes >> 20} MB in all; ask for less")
        return bytes(body)

    def _refuse_status(self, response: httpx.Response, content: bytes) -> None:
        status = response.status_code
        if status == OK:
            return
        said = without_key(refusals.said(content), self.key)
        sentence = f"it answers {status}{said}"
        if status in PASSING:
            raise _Passing(sentence, _retry_after(response.headers.get("Retry-After", "")))
        raise NetworkError(
            f"{self.host}: {sentence}. {refusals.advice(status, content, keyed=self.key is not None)}".strip()
        )

    def _spend_request(self) -> None:
        self._requests += 1
        if self._requests > self._limits.requests:
            raise NetworkError(f"{self.host}: more than {self._limits.requests:,} requests; ask for less")
        if (early := self._next - time.monotonic()) > 0:
            time.sleep(early)
        self._next = time.monotonic() + self._limits.pause

    def _no_end(self) -> NetworkError:
        return NetworkError(f"{self.host}: no end after {self._limits.total / 60:.0f} minutes. Nothing was changed")

    def _bounded(self, function: Callable[[], T]) -> T:
        """Run a request in a thread, and wait for it no longer than allowed."""
        seconds = min(self._limits.answer, self._ends - time.monotonic())
        if seconds <= 0:
            raise self._no_end()
        results: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()

        def run() -> None:
            try:
                results.put((function(), None))
            except BaseException as error:  # noqa: BLE001 - it is raised again in the thread that waits
                results.put((None, error))

        threading.Thread(target=run, daemon=True, name="umkm-fetch").start()
        try:
            result, error = results.get(timeout=seconds)
        except queue.Empty:
            raise _Passing(f"no complete answer within {seconds:.0f} seconds") from None
        if error is None:
            return result  # type: ignore[return-value]  # without an error there is a result
        if isinstance(error, _Passing | NetworkError):
            raise error from None
        # the library's own words may quote an address
        if isinstance(error, httpx.TimeoutException):
            raise _Passing("no answer in time") from None
        if isinstance(error, httpx.TransportError):
            lost = refusals.lost(error, self.key)
            raise (NetworkError(f"{self.host}: {lost}") if refusals.is_unsafe(error) else _Passing(lost)) from None
        if isinstance(error, httpx.HTTPError | httpx.InvalidURL | httpx.StreamError | ValueError):
            raise NetworkError(f"{self.host}: an answer that cannot be read ({type(error).__name__})") from None
        raise error


def _retry_after(text: str) -> float | None:
    """Seconds that a server asks to wait; None where it does not say."""
    if text.strip().isdigit() and len(text.strip()) < 10:  # noqa: PLR2004 - a century of seconds
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=dt.UTC)
    return max(0.0, (when - dt.datetime.now(dt.UTC)).total_seconds())


def _proxy(scheme: str, hostname: str) -> str | None:
    """Proxy of this machine's settings for a host; none for this machine itself."""
    if is_loopback(hostname) or urllib.request.proxy_bypass(hostname):
        return None
    return urllib.request.getproxies().get(scheme)
