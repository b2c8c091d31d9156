"""Message for the case that warm kernels cannot start and standard kernels take their place."""

FALLBACK = "Warm kernels cannot start here ({reason}). The cells run in standard kernels: same pages, more time."
"""The one sentence to the person."""


def describe(error: BaseException) -> str:
    """Name an error's type and the first line of its message."""
    return f"{type(error).__name__}: {error}".partition("\n")[0]
