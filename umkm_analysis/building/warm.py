"""Everything a report needs, imported and tried once: imported by the process that the workers are forked from."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
import tempfile

from umkm_analysis.building import warming

_TOLD = {name: os.environ.pop(name, "") for name in (warming.EDITION, warming.REPORTS)}
_BEFORE = dict(os.environ)
# OpenBLAS starts threads when it is loaded, and a process with threads must not fork
os.environ["OPENBLAS_NUM_THREADS"] = "1"
# jsonschema's checks of addresses compile 35 grammars for a second, ipykernel's debugger brings 80 modules: both do
# without, and no notebook uses them
_UNUSED = [name for name in ("rfc3987_syntax", "debugpy") if name not in sys.modules]
for _name in _UNUSED:
    sys.modules[_name] = None  # type: ignore[assignment]
gc.disable()  # nearly all that is made here stays

from umkm_analysis.building import forked_kernel  # noqa: E402

os.environ.setdefault("MPLBACKEND", forked_kernel.BACKEND)  # as in every kernel, and before matplotlib is imported

import papermill  # noqa: E402, F401

from umkm_analysis.building import engine, worker  # noqa: E402, F401
from umkm_analysis.building.export import warm_exporter  # noqa: E402
from umkm_analysis.datasets import tables  # noqa: E402
from umkm_analysis.presentation import rehearsal  # noqa: E402

for _name in _UNUSED:
    del sys.modules[_name]  # whoever wants them in a report can have them
if _TOLD[warming.EDITION]:
    tables.take_as_checked(_TOLD[warming.EDITION])
with tempfile.TemporaryDirectory() as _folder:  # IPython makes a profile there, which no report's kernel looks into
    os.environ["IPYTHONDIR"] = _folder
    forked_kernel.prepare()
rehearsal.rehearse(_TOLD[warming.REPORTS].split(",") if _TOLD[warming.REPORTS] else None)
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
