"""Commands ``umkm data``, ``umkm data diff`` and ``umkm data pin``."""
