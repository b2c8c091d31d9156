from __future__ import annotations

import os
from multiprocessing import forkserver, resource_tracker

import pytest

from umkm_analysis.builds.workers import preload_settings, preloader


@pytest.mark.parametrize(("pages", "import_only"), [(None, False), (1, True), (2, True), (3, False), (1208, False)])
def test_reports_are_rendered_before_workers_are_forked_only_where_many_pages_are_made(
    monkeypatch: pytest.MonkeyPatch, *, pages: int | None, import_only: bool
) -> None:
    found: list[tuple[str | None, ...]] = []
    names = (preload_settings.DATA_VERSION, preload_settings.REPORTS, preload_settings.IMPORT_ONLY)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(resource_tracker, "ensure_running", lambda: None)  # an earlier test may have killed it
    monkeypatch.setattr(forkserver, "ensure_running", lambda: found.append(tuple(map(os.environ.get, names))))
    preloader.start_preloading("abc", ["one", "two"], pages=pages)
    assert found == [("abc", "one,two", "1" if import_only else None)]
    assert [name for name in names if name in os.environ] == []
