"""Clients for the commands: addresses checked, key found, before anything is asked; httpx only for those who fetch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from umkm_analysis.commands.console import err

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_analysis.remote.client import Client


class KeyedService(Protocol):
    """A service that wants a key."""

    HOSTS: tuple[str, ...]
    KEY_VARIABLE: str
    KEY_HINT: str


def keyed_client(
    service: KeyedService, address: str, hosts: list[str] | None, key_file: Path | None, *, bearer: bool = False
) -> Client:
    """Make a client of a service that wants a key.

    Raises
    ------
    UsageError
        If the address may not be asked, or there is no key.
    """
    from umkm_analysis.remote import addresses, keys
    from umkm_analysis.remote.client import Client

    checked = addresses.checked_address(address, addresses.allowed_hosts(service.HOSTS, hosts))
    key = keys.find_key(service.KEY_VARIABLE, key_file, service.KEY_HINT)
    return Client(checked, key=key, bearer=bearer, say=err.print)


def open_client(known: tuple[str, ...], address: str, hosts: list[str] | None) -> Client:
    """Make a client of a service that is open to everybody.

    Raises
    ------
    UsageError
        If the address may not be asked.
    """
    from umkm_analysis.remote import addresses
    from umkm_analysis.remote.client import Client

    return Client(addresses.checked_address(address, addresses.allowed_hosts(known, hosts)), say=err.print)
