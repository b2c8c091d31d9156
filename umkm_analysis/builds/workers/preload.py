"""Everything a report needs, imported and tried once: imported by the process that the workers are forked from."""

from __future__ import annotations

import ctypes
import gc
import os
import tempfile

from umkm_analysis.builds.workers import preload_settings

_TOLD = {name: os.environ.pop(name, "") for name in (preload_settings.EDITION, preload_settings.REPORTS)}
_BEFORE = dict(os.environ)
# OpenBLAS starts threads when it is loaded, and a process with threads must not fork
os.environ["OPENBLAS_NUM_THREADS"] = "1"
gc.disable()  # nearly all that is made here stays

from umkm_analysis.import_blocker import hidden  # noqa: E402
from umkm_analysis.jupyter.imports import UNUSED_OF_JUPYTER  # noqa: E402

with hidden(*UNUSED_OF_JUPYTER):
    from umkm_analysis.jupyter import forked_kernel

    os.environ.setdefault("MPLBACKEND", forked_kernel.BACKEND)  # as in every kernel, and before matplotlib is imported

    import papermill  # noqa: F401

    from umkm_analysis.builds.output.html import warm_exporter
    from umkm_analysis.builds.workers import (
        warmup,
        worker,  # noqa: F401
    )
    from umkm_analysis.datasets import tables

if _TOLD[preload_settings.EDITION]:
    tables.skip_validation_of(_TOLD[preload_settings.EDITION])
with tempfile.TemporaryDirectory() as _folder:  # IPython makes a profile there, which no report's kernel looks into
    os.environ["IPYTHONDIR"] = _folder
    forked_kernel.prepare()
warmup.rehearse(_TOLD[preload_settings.REPORTS].split(",") if _TOLD[preload_settings.REPORTS] else None)
warm_exporter()
# no report sees what only the start, or a library at its import, has set
_kept = {**_BEFORE, "MPLBACKEND": os.environ["MPLBACKEND"]}
for _name in set(os.environ) - set(_kept):
    del os.environ[_name]
os.environ.update(_kept)
# what the start has left free is given back (glibc), or every fork would carry the pages of it
getattr(ctypes.CDLL(None), "malloc_trim", int)(0)
gc.freeze()  # what all reports share is never written to again by the collector
gc.enable()
