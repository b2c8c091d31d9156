"""Charts as SVG: figures, scales, colours, rankings and the map of circles."""

import umkm_analysis.figure_settings  # noqa: F401 - before anything here imports matplotlib
