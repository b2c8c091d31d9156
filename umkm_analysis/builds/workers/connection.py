"""Addresses and certificates of a build, as they are given on the command line, and what is refused of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


SCHEDULER = re.compile(r"(?:[a-z]+://)?[^\s/]+:\d{1,5}/?|inproc://\S+")
"""An address of a Dask scheduler."""


@dataclass(frozen=True)
class Certificates:
    """Files for an encrypted connection to a scheduler (TLS), in PEM."""

    authority: Path
    """Certificate of the authority that has signed those of scheduler, workers and client."""
    certificate: Path
    key: Path


def refuse_bad_address(address: str | None) -> None:
    """Refuse an address of pages that is none on the web, or holds a user name or password."""
    if address is None:
        return
    _refuse_credentials("--address", address)
    if not address.startswith(("https://", "http://")):
        named = "" if "@" in address else f' "{address}"'
        raise UsageError(f"--address{named} is no address on the web; it begins with https:// or http://.")


def _refuse_credentials(option: str, address: str) -> None:
    """Refuse a user name or password in an address, without repeating it."""
    scheme, separator, rest = address.partition("://")
    host = re.split(r"[/?#\\]", rest if separator else address, maxsplit=1)[0]
    if (separator and "@" in scheme) or "@" in host:
        raise UsageError(f"{option} holds a user name or a password; leave out what stands before the @.")


def read_certificates(cluster: str | None, *files: Path | None) -> Certificates | None:
    """Read the options of a cluster and of an encrypted connection to it; None where there is none."""
    if cluster is not None:
        _refuse_credentials("--cluster", cluster)
        if not SCHEDULER.fullmatch(cluster):
            raise UsageError(f'--cluster "{cluster}" is no address of a scheduler; write tcp://HOST:8786.')
    authority, certificate, key = files
    if authority is None and certificate is None and key is None:
        return None
    if authority is None or certificate is None or key is None:
        raise UsageError("--tls-ca, --tls-cert and --tls-key belong together: name all three files.")
    if cluster is None or not cluster.startswith("tls://"):
        raise UsageError("certificates are for an encrypted connection: --cluster tls://HOST:PORT.")
    missing = next((file for file in (authority, certificate, key) if not file.is_file()), None)
    if missing is not None:
        raise UsageError(f"{missing} is no file.")
    return Certificates(authority, certificate, key)
