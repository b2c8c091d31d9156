"""Standard output and error of a forked kernel, which may be forked again while its cells run."""

from __future__ import annotations

import codecs
import os
import select
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from ipykernel.iostream import PIPE_BUFFER_SIZE, OutStream

if TYPE_CHECKING:
    from collections.abc import Iterator


CATCH_UP_SECONDS = 1.0
"""Longest wait for what was written past Python; a program that goes on writing is waited for once."""


class Stream(OutStream):  # type: ignore[misc]
    """Stream whose timer flushes what a long cell writes."""

    _flush_pending: bool
    _fid: int
    _timer: threading.Timer | None = None
    _was_written_past = False
    _goes_on = False
    """Whether something went on writing when it was last waited for."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self._begin()  # first, for the thread begins there
        super().__init__(*given, **named)

    def _begin(self) -> None:
        self._taking = threading.RLock()  # a cell's handler of a signal may flush in the middle of a flush
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def _schedule_flush(self) -> None:
        if not self._flush_pending:
            self._flush_pending = True
            if self._timer is not None:
                self._timer.cancel()  # it waits for what is flushed meanwhile
            timer = threading.Timer(self.flush_interval, self._flush)
            timer.daemon = True
            timer.start()
            self._timer = timer  # not before: another thread may wait for its end

    def _watch_pipe_fd(self) -> None:
        """Take over what is written past Python, into the file itself; ipykernel's own also repeats it there."""
        with suppress(OSError, ValueError):  # it is closed meanwhile
            while True:
                select.select([self._fid], [], [])
                self._was_written_past = True  # before it is read: what is in no file any more is seen here
                with self._taking:
                    piece = os.read(self._fid, PIPE_BUFFER_SIZE)
                    if not (piece and self._should_watch):  # nobody can write to it any more, or it was closed
                        return
                    self.write(self._decoder.decode(piece))

    def flush(self) -> None:
        """Send what was written, what was written past Python included: it belongs before what comes next."""
        self._catch_up()
        super().flush()

    def close(self) -> None:
        """Close it, once what was written past Python has been taken over."""
        self._catch_up()
        super().close()

    def _catch_up(self) -> None:
        """Wait until what was written past Python has been taken over."""
        until = time.monotonic() + (0.0 if self._goes_on else CATCH_UP_SECONDS)
        while self.has_thread and self.watch_fd_thread.is_alive():
            left = max(0.0, until - time.monotonic())
            self._goes_on = not self._has_all(left)
            if not (self._goes_on and left):
                return
            time.sleep(0.001)

    def _has_all(self, seconds: float) -> bool:
        """Whether all that was written past Python has been taken over; False where that is not known in time."""
        if not self._taking.acquire(timeout=seconds):  # the thread takes one piece after the other
            return False
        try:
            has_all = not select.select([self._fid], [], [], 0)[0]
            if has_all and (half := self._decoder.decode(b"", final=True)):  # of a character
                self.write(half)
            return has_all
        finally:
            self._taking.release()

    @property
    def has_thread(self) -> bool:
        """Whether a thread waits for what is written past Python, into the file itself."""
        return bool(self._should_watch)

    def settle(self) -> bool:
        """Stop the timer; return whether nothing has been written past Python, which its thread may be handling."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()
        is_empty = not self.has_thread or not select.select([self._fid], [], [], 0)[0]
        return is_empty and not self._was_written_past

    def go_on(self) -> None:
        """Start the timer again, if there is anything to flush."""
        if self._flush_pending:
            self._flush_pending = False
            self._schedule_flush()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other threads from writing to it, or a fork would find its lock held."""
        with self._taking, self._buffer_lock:
            yield

    def renew(self) -> None:
        """In a fork, watch a file of its own in place of its parent's, in a thread of its own."""
        if not self.has_thread:
            return
        self._begin()
        os.close(self._fid)
        self._fid, written = os.pipe()
        os.dup2(written, self._original_stdstream_fd)
        os.close(written)
        self.watch_fd_thread = threading.Thread(target=self._watch_pipe_fd, daemon=True)
        self.watch_fd_thread.start()
