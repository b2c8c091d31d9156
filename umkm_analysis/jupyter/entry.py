"""Entry point "umkm" of papermill's engines, which loads the engine when it is first used.

papermill loads the entry points of all engines when it is imported. This module therefore imports neither papermill
(that would be a circle) nor the engine: what the engine needs of ipykernel's private parts may be missing, which must
break neither ``import papermill`` nor any other engine.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from umkm_analysis.errors import UmkmError
from umkm_analysis.jupyter.fallback import FALLBACK, describe


class LazyEngine:
    """papermill engine that passes every call on to :class:`umkm_analysis.jupyter.engine.ForkedEngine`.

    Where that cannot be imported, or no cell runs in a fork, a warning says why and papermill's own engine takes its
    place.
    """

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **options: Any) -> Any:
        """Run a notebook's cells; see ``papermill.engines.Engine.execute_notebook``.

        Raises
        ------
        UmkmError
            As the engine; of the command ``papermill``, which would print a traceback, as the error that it prints as a
            sentence.
        """
        try:
            return _engine().execute_notebook(nb, kernel_name, **options)
        except UmkmError as error:
            raise _for_the_command(error) from error

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> Any:
        """Name of the notebook's kernel; see ``papermill.engines.Engine.nb_kernel_name``."""
        return _standard_engine().nb_kernel_name(nb, name)

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> Any:
        """Language of the notebook's kernel; see ``papermill.engines.Engine.nb_language``."""
        return _standard_engine().nb_language(nb, language)


def _for_the_command(error: UmkmError) -> Exception:
    import click  # noqa: PLC0415 - what papermill's command is made with; a program that calls papermill needs it not

    return error if click.get_current_context(silent=True) is None else click.ClickException(str(error))


@cache
def _engine() -> Any:
    try:
        from umkm_analysis.jupyter.engine import ForkedEngine, try_fork  # noqa: PLC0415 - see the module's docstring

        try_fork()
    except Exception as error:  # noqa: BLE001 - whatever keeps forks from running cells, standard kernels can
        logging.getLogger("papermill").warning(FALLBACK.format(reason=describe(error)))
        return _standard_engine()
    return ForkedEngine


def _standard_engine() -> Any:
    from papermill.engines import papermill_engines  # noqa: PLC0415 - likewise

    return papermill_engines.get_engine()
