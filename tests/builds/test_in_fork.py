"""A function is called in a fork, and answers as if it had been called here; what it imports is gone with the fork."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from typing import Any

import pytest

from umkm_analysis.builds import in_fork
from umkm_analysis.errors import Problem, TableError, UsageError

SCRIPT = """
import json, os, signal, sys, time
from umkm_analysis.builds.in_fork import call_in_fork, can_fork_safely
from umkm_analysis.errors import Problem, TableError, UsageError

def fails(error):
    try:
        call_in_fork(lambda: raises(error))
    except Exception as found:
        return [type(found).__name__, str(found), len(getattr(found, "problems", ()))]

def raises(error):
    raise error

class Ends:
    def __reduce__(self):
        os._exit(0)

def ended_in_the_middle():
    try:
        call_in_fork(lambda: ["x" * 3_000_000, Ends()])
    except RuntimeError as ended:
        return str(ended)

def numbers():
    import numpy
    return int(numpy.arange(4).sum()), os.getpid()

(number, pid) = call_in_fork(numbers)
found = {
    "number": number,
    "other process": pid != os.getpid(),
    "numpy": "numpy" in sys.modules,
    "usage": fails(UsageError("there is no such region")),
    "table": fails(TableError("a.csv", [Problem("a number", row=2), Problem("a year", row=3)], consequence="so")),
    "file": fails(PermissionError(13, "Permission denied", "/x")),
    "code": fails(ValueError(lambda: 0)),
    "large": len(call_in_fork(lambda: ["x" * 3_000_000, b"y" * 3_000_000])[1]),
    "in the middle": ended_in_the_middle(),
    "children": "some",
}
try:
    call_in_fork(lambda: os._exit(9))
except RuntimeError as ended:
    found["ended"] = str(ended)
try:
    call_in_fork(lambda: os.kill(os.getpid(), signal.SIGKILL))
except OSError as ended:
    found["killed"] = str(ended)
try:
    call_in_fork(lambda: os.kill(os.getpid(), signal.SIGINT))
except KeyboardInterrupt:
    found["interrupted"] = True
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    found["children"] = "none"
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """Return what a process with one thread, and without pandas, finds."""
    done = subprocess.run([sys.executable, "-c", SCRIPT], check=True, capture_output=True, text=True)  # noqa: S603 - ours
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")


@linux
def test_what_it_imports_does_not_stay_in_this_process(found: dict[str, Any]) -> None:
    assert (found["number"], found["other process"], found["numpy"]) == (6, True, False)


@linux
def test_errors_come_back_as_they_were_raised(found: dict[str, Any]) -> None:
    assert found["usage"] == ["UsageError", "there is no such region", 0]
    kind, text, problems = found["table"]
    assert (kind, problems) == ("TableError", 2)
    assert text == str(TableError("a.csv", [Problem("a number", row=2), Problem("a year", row=3)], consequence="so"))
    assert found["file"][:2] == ["PermissionError", "[Errno 13] Permission denied: '/x'"]


@linux
def test_a_fork_that_ends_or_cannot_answer_is_an_error_and_leaves_no_process(found: dict[str, Any]) -> None:
    assert found["ended"] == "the process that plans ended by itself (status 9)"
    assert found["code"][:2] == ["RuntimeError", "the process that plans ended by itself (status 1)"]
    assert found["children"] == "none"


@linux
def test_a_fork_that_somebody_ends_is_no_error_of_this_program(found: dict[str, Any]) -> None:
    assert found["killed"].startswith("the process that plans was ended from outside (Killed), for want of memory")
    assert found["interrupted"] is True


@linux
def test_an_answer_is_read_as_it_is_sent_and_half_a_one_is_none(found: dict[str, Any]) -> None:
    assert found["large"] == 3_000_000
    assert found["in the middle"] == "the process that plans ended by itself (status 0)"


def test_a_process_with_threads_or_with_pandas_calls_it_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    here = object()
    assert in_fork.call_in_fork(lambda: here) is here  # tests have pandas: no copy came back
    monkeypatch.delitem(sys.modules, "pandas", raising=False)
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert in_fork.call_in_fork(lambda: here) is here
    finally:
        done.set()
        thread.join()
    with pytest.raises(UsageError, match="none"):
        in_fork.call_in_fork(lambda: (_ for _ in ()).throw(UsageError("none")))
