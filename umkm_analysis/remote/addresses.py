"""Addresses that may be asked: https, of a host on the list; plain http only of this machine itself."""

from __future__ import annotations

import ipaddress
import os
import re
from urllib.parse import SplitResult, urlsplit

from umkm_analysis.errors import UsageError

HOSTS_VARIABLE = "UMKM_HOSTS"
"""Names further hosts, divided by blanks or commas."""
PORTS = {"https": 443, "http": 80}
HOST = re.compile(r"(?:[a-z0-9-]+\.)*[a-z0-9-]+(?::\d{1,5})?|\[[0-9a-f:]+\](?::\d{1,5})?")


def allowed_hosts(known: tuple[str, ...], added: list[str] | None = None) -> frozenset[str]:
    """List the hosts that may be asked.

    Parameters
    ----------
    known
        Those of the service that this package knows.
    added
        Those that the person names; ``UMKM_HOSTS`` names more. A port other than that of https stands behind a colon.

    Raises
    ------
    UsageError
        If one is no name of a host.
    """
    named = [*(added or []), *re.split(r"[\s,]+", os.environ.get(HOSTS_VARIABLE, ""))]
    hosts = {name.strip().lower() for name in named if name.strip()}
    for host in sorted(hosts):
        if not HOST.fullmatch(host):
            raise UsageError(f'--host "{host}" is no name of a host; write it so: data.example.go.id')
    return frozenset({*hosts, *known})


def checked_address(address: str, allowed: frozenset[str]) -> str:
    """Return an address without trailing slashes, or refuse it.

    Raises
    ------
    UsageError
        If it is not https (plain http only of this machine itself), names a user or password, is of another host than
        those allowed, or holds a query.
    """
    parts = split(address)
    host = host_of(parts)
    if parts.username is not None or parts.password is not None:
        raise UsageError("the address holds a user or a password; leave them out")
    if parts.scheme not in PORTS or not parts.hostname:
        raise UsageError(f'"{address}" is no address of a service; it begins with https://')
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise UsageError(f"http://{host}: only https is asked, so that nobody on the way reads or changes an answer")
    if host not in allowed:
        raise UsageError(
            f"{host} is not on the list of hosts that may be asked ({', '.join(sorted(allowed))}). If it is the portal "
            f"you mean, add it: --host {host}, or {HOSTS_VARIABLE}={host}"
        )
    if parts.query or parts.fragment:
        raise UsageError("leave out what stands behind ? or # in the address: all rows are asked for, page by page")
    return parts.geturl().rstrip("/?#")


def split(address: str) -> SplitResult:
    """Split an address.

    Raises
    ------
    UsageError
        If it is none.
    """
    try:
        parts = urlsplit(address.strip())
        _ = parts.port
    except ValueError as error:
        raise UsageError(f"this is no address of a service: {error}") from None
    return parts


def host_of(parts: SplitResult) -> str:
    """Host of an address, with its port where that is not the usual one."""
    name = (parts.hostname or "").lower()
    name = f"[{name}]" if ":" in name else name
    return name if parts.port in {None, PORTS.get(parts.scheme)} else f"{name}:{parts.port}"


def is_loopback(hostname: str) -> bool:
    """Whether a host is this machine itself, so that nothing leaves it."""
    if hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(hostname).is_loopback
    except ValueError:
        return False
