"""Charts as SVG: figures, scales, colours, rankings and the map of circles."""
