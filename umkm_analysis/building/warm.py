"""Everything a report needs, imported and tried once: imported by the process that the workers are forked from."""

from __future__ import annotations

import gc
import os
import sys
import tempfile

from umkm_analysis.building import warming

_TOLD = {name: os.environ.pop(name, "") for name in (warming.EDITION, warming.REPORTS)}
_BEFORE = dict(os.environ)
# OpenBLAS starts threads when it is loaded, and a process with threads must not fork
os.environ["OPENBLAS_NUM_THREADS"] = "1"
# jsonschema's checks of addresses, which no notebook uses, compile 35 grammars for a second; it does without
_GRAMMARS = "rfc3987_syntax"
if _GRAMMARS not in sys.modules:
    sys.modules[_GRAMMARS] = None  # type: ignore[assignment]

from umkm_analysis.building import forked_kernel  # noqa: E402

os.environ.setdefault("MPLBACKEND", forked_kernel.BACKEND)  # as in every kernel, and before matplotlib is imported

import papermill  # noqa: E402, F401

from umkm_analysis.building import engine, worker  # noqa: E402, F401
from umkm_analysis.building.export import warm_exporter  # noqa: E402
from umkm_analysis.datasets import tables  # noqa: E402
from umkm_analysis.presentation import rehearsal  # noqa: E402

if sys.modules[_GRAMMARS] is None:
    del sys.modules[_GRAMMARS]  # whoever wants it in a report can have it
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
gc.collect()
gc.freeze()  # what all reports share is never written to again by the collector
