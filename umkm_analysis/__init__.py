"""Honest, traceable, offline reports on Indonesia's regions."""

import os

# pandas loads pyarrow, whose allocator starts a thread at once; whoever forks must be alone in its process
os.environ.setdefault("JE_ARROW_MALLOC_CONF", "background_thread:false")
