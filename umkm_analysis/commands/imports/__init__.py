"""Command ``umkm import`` and what it brings: lines, registers, statistics, boundaries."""
