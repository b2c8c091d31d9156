"""Keys come from the environment or a private file, and are shown to nobody."""

from __future__ import annotations

import copy
import os
import pickle
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.errors import UsageError
from umkm_analysis.remote.keys import Key, find_key, without_key, without_key_bytes

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "0123abcd4567efgh"


def test_a_key_stands_in_the_environment_or_a_private_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UMKM_BPS_KEY", f" {TEXT}\n")
    assert find_key("UMKM_BPS_KEY", None, "").reveal() == TEXT
    file = tmp_path / "bps.key"
    file.write_text(f"\ufeff{TEXT[::-1]}\r\n", encoding="utf-8")
    file.chmod(0o600)
    assert find_key("UMKM_BPS_KEY", file, "").reveal() == TEXT[::-1]


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o660, 0o666, 0o601])
def test_a_file_that_others_may_read_is_refused_with_what_to_do(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "bps.key"
    file.write_text(TEXT)
    file.chmod(mode)
    with pytest.raises(UsageError) as caught:
        find_key("UMKM_BPS_KEY", file, "")
    assert f"(mode {mode:03o}). Run: chmod 600 {file}" in str(caught.value)
    assert TEXT not in str(caught.value)


def test_what_is_no_key_is_refused_and_not_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UMKM_BPS_KEY", raising=False)
    with pytest.raises(UsageError, match=r"set UMKM_BPS_KEY, or put it into a file that you alone can read .*Ask BPS"):
        find_key("UMKM_BPS_KEY", None, "Ask BPS.")
    for text, words in (
        (f"my key {TEXT}", "is no key"),
        ("short", "is no key"),
        ("x" * 5000, "too long"),
        ("é" * 9, "no key"),
    ):
        file = tmp_path / "key"
        file.write_text(text, encoding="utf-8")
        file.chmod(0o600)
        with pytest.raises(UsageError, match=words) as caught:
            find_key("UMKM_BPS_KEY", file, "")
        assert text not in str(caught.value)
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        find_key("UMKM_BPS_KEY", tmp_path / "none", "")
    with pytest.raises(UsageError, match=r"is no file|cannot be read"):
        find_key("UMKM_BPS_KEY", tmp_path, "")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe", 0o600)
        with pytest.raises(UsageError, match="is no file"):
            find_key("UMKM_BPS_KEY", tmp_path / "pipe", "")


def test_a_key_is_not_printed_copied_or_stored() -> None:
    key = Key(TEXT)
    assert TEXT not in f"{key} {key!r} {[key]} {vars(Key)}"
    for store in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError, match="a key is not stored"):
            store(key)


def test_a_key_is_masked_wherever_it_stands() -> None:
    assert without_key(f"a?key={TEXT}&b={TEXT}", Key(TEXT)) == "a?key=KEY&b=KEY"
    assert without_key_bytes(b"x0123abcd%34567efghx\xff", Key(TEXT)) == (b"xKEYx\xff", 1)
    assert without_key(TEXT, None) == TEXT
    assert without_key_bytes(b"0123", None) == (b"0123", 0)
