"""Preloading of everything a report needs, in the process that workers and their kernels are forked from.

Importing this module does it. It never raises: :data:`failure` says why forks of this process cannot run cells, so that
whoever forks it can use standard kernels instead.
"""

from __future__ import annotations

import gc
import os
import signal
import tempfile

from umkm_analysis.builds.workers import memory, preload_settings
from umkm_analysis.import_blocker import deferred, import_without
from umkm_analysis.jupyter.fallback import describe
from umkm_analysis.jupyter.optional_dependencies import DEFERRED_DEPENDENCIES, OPTIONAL_DEPENDENCIES

OF_WORKERS = (
    "umkm_analysis.builds.workers.worker",
    "umkm_analysis.builds.workers.pool",
    "umkm_analysis.jupyter.engine",
    "umkm_analysis.jupyter.variants.shared_run",
)
"""Modules that each worker would import for itself."""
TIMEOUT = 120
"""Seconds after which the process is ended: preloading takes a few, and a build waits for it."""


def _preload(data_version: str, reports: list[str] | None, *, import_only: bool) -> None:
    """Import what workers need, render every report once, and run a cell in a fork.

    Parameters
    ----------
    data_version
        Fingerprint of data that have been validated already; empty if they have not.
    reports
        Names of the reports to render; None for all of them.
    import_only
        Whether their modules are only imported: neither a page nor a template is rendered.
    """
    import_without(OPTIONAL_DEPENDENCIES, "umkm_analysis.jupyter.kernels.forked_kernel")
    from umkm_analysis import figure_settings  # noqa: PLC0415 - what can fail is imported where it is caught
    from umkm_analysis.jupyter.kernels import forked_kernel  # noqa: PLC0415

    figure_settings.use_in_kernel()
    with deferred(*DEFERRED_DEPENDENCIES):
        import_without(OPTIONAL_DEPENDENCIES, *OF_WORKERS)
    from umkm_analysis.builds.workers import warmup  # noqa: PLC0415
    from umkm_analysis.datasets import validity  # noqa: PLC0415
    from umkm_analysis.jupyter.engine import try_fork  # noqa: PLC0415

    if data_version:
        validity.skip_validation_of(data_version)
    with tempfile.TemporaryDirectory() as folder:  # IPython makes a profile there, which no report's kernel looks into
        os.environ["IPYTHONDIR"] = folder
        forked_kernel.prepare()
        try_fork()
    with forked_kernel.found_by_libraries():
        warmup.import_all(reports) if import_only else warmup.render_once(reports)
    if not import_only:
        import_without(OPTIONAL_DEPENDENCIES, "umkm_analysis.builds.output.html")
        from umkm_analysis.builds.output.html import warm_exporter  # noqa: PLC0415

        warm_exporter()
        from umkm_analysis.pages import assets  # noqa: PLC0415 - likewise

        assets.qr_code("https://")  # its library imports what it writes with when it first writes


def _preload_once() -> str | None:
    """Preload with the settings of the environment; return why that failed, or None."""
    data_version = os.environ.pop(preload_settings.DATA_VERSION, "")
    reports = os.environ.pop(preload_settings.REPORTS, "")
    import_only = bool(os.environ.pop(preload_settings.IMPORT_ONLY, ""))
    preload_settings.forget_folder()
    before = dict(os.environ)
    # OpenBLAS starts threads when it is loaded, and a process with threads must not fork
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    os.environ.setdefault(*preload_settings.ARROW_POOL)
    gc.disable()  # nearly all objects made here stay
    signal.alarm(TIMEOUT)  # ends the process, even in the middle of an import that hangs
    try:
        _preload(data_version, reports.split(",") if reports else None, import_only=import_only)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, reports are built without preloading
        return describe(error)
    else:
        return None
    finally:
        signal.alarm(0)
        # no report sees what only the start, or a library at its import, has set
        if "MPLBACKEND" in os.environ:
            before["MPLBACKEND"] = os.environ["MPLBACKEND"]
        for name in set(os.environ) - set(before):
            del os.environ[name]
        os.environ.update(before)
        memory.let_go()  # or every fork would carry it
        gc.freeze()  # the collector never again writes to what all reports share
        gc.enable()


failure = _preload_once()
"""Why forks of this process cannot run cells; None if they can."""
