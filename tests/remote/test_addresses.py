"""Hosts that may be asked: those on the list, by https; plain http only of this machine."""

from __future__ import annotations

import pytest

from umkm_analysis.errors import UsageError
from umkm_analysis.remote.addresses import allowed_hosts, checked_address

KNOWN = ("webapi.bps.go.id",)


def test_known_hosts_named_ones_and_those_of_the_settings_may_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UMKM_HOSTS", "data.example.go.id, satudata.example.id:8443")
    hosts = allowed_hosts(KNOWN, ["Data.Other.go.id"])
    assert hosts == {"webapi.bps.go.id", "data.example.go.id", "satudata.example.id:8443", "data.other.go.id"}
    assert checked_address(" https://Data.Example.go.id:443/ckan/ ", hosts) == "https://Data.Example.go.id:443/ckan"
    assert checked_address("https://satudata.example.id:8443", hosts) == "https://satudata.example.id:8443"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://example.org", "example.org is not on the list of hosts that may be asked"),
        ("https://example.org", "add it: --host example.org, or UMKM_HOSTS=example.org"),
        ("https://webapi.bps.go.id:8443", "webapi.bps.go.id:8443 is not on the list"),
        ("https://webapi.bps.go.id.example.org", "is not on the list"),
        ("http://webapi.bps.go.id", "only https is asked"),
        ("http://127.0.0.1:80", "127.0.0.1 is not on the list"),
        ("http://127.1", "only https is asked"),
        ("http://[::2]:80", "only https is asked"),
        ("https://me:secret@webapi.bps.go.id", "the address holds a user or a password"),
        ("https://webapi.bps.go.id@example.org", "the address holds a user or a password"),
        ("ftp://webapi.bps.go.id", "it begins with https://"),
        ("webapi.bps.go.id", "it begins with https://"),
        ("https://", "it begins with https://"),
        ("https://webapi.bps.go.id/data?limit=10", "leave out what stands behind ? or #"),
        ("https://webapi.bps.go.id/#data", "leave out what stands behind ? or #"),
        ("https://webapi.bps.go.id:99999", "this is no address of a service"),
        ("https://[bad", "this is no address of a service"),
    ],
)
def test_other_addresses_are_refused_without_a_password(address: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked_address(address, allowed_hosts(KNOWN))
    assert words in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("host", ["http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"])
def test_this_machine_may_be_asked_without_https_where_it_is_named(host: str) -> None:
    assert checked_address(host, allowed_hosts(KNOWN, [host.removeprefix("http://")])) == host


@pytest.mark.parametrize("name", ["https://example.org", "a b", "*.go.id", "x/y", "me@x", ""])
def test_names_that_are_no_host_are_refused(name: str) -> None:
    if not name:
        assert allowed_hosts(KNOWN, [name]) == set(KNOWN)
        return
    with pytest.raises(UsageError, match="is no name of a host"):
        allowed_hosts((), [name])
