"""Reading of requirements.lock, and what installed metadata say of a licence."""

from __future__ import annotations

from email.message import Message
from typing import TYPE_CHECKING

import pytest

from maintenance.lock import licence_of, needs, pins

if TYPE_CHECKING:
    from pathlib import Path

HASHES = ("a" * 64, "b" * 64)
LOCK = f"""\
# made by a tool
alpha==1.0 ; python_full_version < '3.0' \\
    --hash=sha256:{HASHES[0]}
    # via beta
beta-tools==2.1.post1 \\
    --hash=sha256:{HASHES[0]} \\
    --hash=sha256:{HASHES[1]}
"""


def test_a_pin_has_its_version_marker_and_every_hash() -> None:
    alpha, beta = pins(LOCK)
    assert (alpha.name, alpha.version, alpha.marker, alpha.hashes) == (
        "alpha",
        "1.0",
        "python_full_version < '3.0'",
        HASHES[:1],
    )
    assert (beta.name, beta.version, beta.marker, beta.hashes) == ("beta-tools", "2.1.post1", "", HASHES)
    assert (alpha.is_for_here, beta.is_for_here) == (False, True)


def test_the_lock_is_read_to_its_last_line(root: Path) -> None:
    text = (root / "requirements.lock").read_text(encoding="utf-8")
    found = pins()
    assert len(found) == text.count("==") - text.count(" == ")  # markers have blanks around theirs
    assert sum(len(pin.hashes) for pin in found) == text.count("--hash=")
    assert all(pin.hashes for pin in found)


def test_a_line_that_is_no_pin_is_refused_by_its_number() -> None:
    with pytest.raises(SystemExit, match=r"line 8: cannot be read: gamma>=1"):
        pins(f"{LOCK}gamma>=1\n")


def test_another_version_than_the_lock_s_is_refused() -> None:
    with pytest.raises(SystemExit, match=r"pandas 0\.1 of requirements\.lock is installed as .*make reports"):
        _ = pins("pandas==0.1\n")[0].installed
    with pytest.raises(SystemExit, match=r"no-such-package 1 of requirements\.lock is not installed"):
        _ = pins("no-such-package==1\n")[0].installed


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        pytest.param([("License-Expression", "mit OR apache-2.0")], "MIT OR Apache-2.0", id="an expression"),
        pytest.param([("License", "BSD-3-Clause")], "BSD-3-Clause", id="an identifier in the older field"),
        pytest.param(
            [("License", "BSD"), ("Classifier", "License :: OSI Approved :: BSD License")],
            "BSD License",
            id="a classifier before loose words",
        ),
        pytest.param([("License", "Apache 2.0")], "Apache 2.0", id="loose words where there is nothing else"),
        pytest.param([("License", "Copyright " * 20)], "", id="a whole text is no name"),
        pytest.param([("License", "UNKNOWN")], "", id="not stated"),
        pytest.param([], "", id="nothing"),
    ],
)
def test_a_licence_is_an_expression_where_there_is_one_and_else_the_package_s_words(
    fields: list[tuple[str, str]], licence: str
) -> None:
    metadata = Message()
    for name, value in fields:
        metadata[name] = value
    assert licence_of(metadata) == licence  # type: ignore[arg-type]


def test_needs_are_those_of_this_environment_and_of_the_extras_wanted() -> None:
    lines = ["A_b>=1", "c[x] ; python_version >= '3'", "d ; python_version < '3'", "e ; extra == 'plot'"]
    assert needs(lines) == [("a-b", frozenset()), ("c", frozenset({"x"}))]
    assert ("e", frozenset()) in needs(lines, ["plot"])
