"""Kernels that run cells: forks of a warm process, their environment, limits and children."""
