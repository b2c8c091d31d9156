"""``python -m umkm_analysis``: the same as ``umkm``."""

from umkm_analysis.cli import main

if __name__ == "__main__":
    main()
