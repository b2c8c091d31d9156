"""Data dictionary of the README, generated from data/datapackage.json."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import write_atomically
from umkm_analysis.datasets import project
from umkm_analysis.datasets.datapackage import resources

if TYPE_CHECKING:
    from umkm_analysis.datasets.datapackage import Field, Resource

BEGIN, END = "<!-- dictionary:", "<!-- end of dictionary -->"


def dictionary() -> str:
    """Describe every table and column as Markdown."""
    return "\n".join(_table(resource) for resource in resources().values())


def with_dictionary(readme: str) -> str:
    """Return a README with its dictionary replaced by the current one."""
    before, rest = readme.split(BEGIN, 1)
    marker, _ = rest.split("\n", 1)
    _, after = rest.split(END, 1)
    return f"{before}{BEGIN}{marker}\n{dictionary()}{END}{after}"


def _table(resource: Resource) -> str:
    rows = "\n".join(
        f"| `{field.name}` | {_kind(field)} | {field.unit or ''} | {_text(field)} |" for field in resource.fields
    )
    sources = "; ".join(resource.sources)
    return (
        f"\n### {resource.title}: `data/{resource.path}`\n\n{resource.description}\n\n"
        f"Source: {sources}. Terms: {resource.licence}. Key: {', '.join(resource.primary_key)}.\n\n"
        f"| column | type | unit | meaning |\n| --- | --- | --- | --- |\n{rows}\n"
    )


def _kind(field: Field) -> str:
    return field.type if field.required else f"{field.type}, may be empty"


def _text(field: Field) -> str:
    limits = [f"{name} {value}" for name, value in field.constraints.items() if name in {"minimum", "maximum"}]
    choices = field.constraints.get("enum")
    named = f" One of: {', '.join(choices)}." if choices and field.name != "status" else ""
    return f"{field.description}{f' ({chr(44).join(limits)})' if limits else ''}.{named}".replace("|", "\\|")


if __name__ == "__main__":
    path = project.root() / "README.md"
    write_atomically({path: with_dictionary(path.read_text(encoding="utf-8"))})
