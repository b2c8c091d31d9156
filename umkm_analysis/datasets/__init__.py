"""The only reader of files: tables held to data/datapackage.json, corrected in data, never in code."""

import sys

# pandera imports pyspark.pandas wherever Spark is installed: a second of waiting in every process, and a warning about
# pandas 3. Nothing here needs it, so it is not found while pandera is imported.
_there = "pyspark.pandas" in sys.modules
if not _there:
    sys.modules["pyspark.pandas"] = None  # type: ignore[assignment]
import pandera.pandas  # noqa: E402, F401 - see above

if not _there:
    del sys.modules["pyspark.pandas"]
