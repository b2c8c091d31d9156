"""nbconvert exporter for executed notebooks, with a template that changes nothing of them.

What the template is, and which filters and globals it calls, is the caller's to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbconvert import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from jinja2 import BaseLoader

Notebook = NotebookNode
"""A notebook as nbformat holds it: dictionaries whose keys are attributes too."""


class Exporter(HTMLExporter):
    """nbconvert's templates and filters without its passes over the notebook and the page.

    Those copy the notebook twice, look for parts to remove and set attributes that our template already has.

    Parameters
    ----------
    template
        Name of the nbconvert template: a folder in ``templates``.
    templates
        Folder of templates.
    loader
        What is asked for a template's parts before nbconvert's own loaders.
    filters, variables
        Filters and global variables of the template, by name.
    """

    def __init__(
        self,
        template: str,
        templates: Path,
        *,
        loader: BaseLoader,
        filters: Mapping[str, Callable[..., Any]],
        variables: Mapping[str, Any],
    ) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            template_name=template, extra_template_basedirs=[str(templates)], extra_loaders=[loader]
        )
        for name, function in filters.items():
            self.register_filter(name, function)  # type: ignore[no-untyped-call]
        self.environment.globals.update(variables)

    def render(self, notebook: Notebook, resources: Mapping[str, Any]) -> str:
        """Render a notebook as HTML.

        Parameters
        ----------
        notebook
            The executed notebook; it stays as it is.
        resources
            Values that the template finds under ``resources``.
        """
        merged = self._init_resources(dict(resources))  # type: ignore[no-untyped-call]
        return str(self.template.render(nb=notebook, resources=merged).lstrip())


def with_content(notebook: Notebook, content: Sequence[object]) -> Notebook:
    """Copy a notebook with the content of each cell, which its template finds as ``cell.content``."""
    cells = [_with(cell, content=one) for cell, one in zip(notebook.cells, content, strict=True)]
    return _with(notebook, cells=cells)


def without_run_metadata(executed: Notebook) -> Notebook:
    """Copy a notebook without what differs between two equal runs: clock times, paths, random ids of cells."""
    return _with(
        executed,
        metadata=_without(executed.metadata, "papermill"),
        cells=[
            _with(cell, id=f"cell-{number}", metadata=_without(cell.metadata, "papermill", "execution"))
            for number, cell in enumerate(executed.cells, start=1)
        ],
    )


def sample_notebook(data: Mapping[str, Any]) -> Notebook:
    """Make an executed notebook of one heading and one output, to export when nothing has run yet.

    Parameters
    ----------
    data
        The output, by MIME type.
    """
    cell = new_code_cell("", outputs=[new_output("display_data", dict(data))])  # type: ignore[no-untyped-call]
    notebook: Notebook = new_notebook(cells=[new_markdown_cell("## x"), cell])  # type: ignore[no-untyped-call]
    return notebook


def _with(node: Notebook, **parts: Any) -> Notebook:
    """Copy a node with other parts; the rest is shared, for nothing of it is changed."""
    return NotebookNode({**node, **parts})  # type: ignore[no-untyped-call]


def _without(node: Notebook, *names: str) -> Notebook:
    return NotebookNode({name: part for name, part in node.items() if name not in names})  # type: ignore[no-untyped-call]
