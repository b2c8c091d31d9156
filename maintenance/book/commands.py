"""Reference of the commands, from their own parsers: every command, argument and option."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import typer.main

from maintenance.book.markdown import table
from umkm_analysis.cli import COMMANDS, application

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = "reference/commands.md"
START = """\
# Commands

Generated from the parsers of the commands themselves: what stands here is what `umkm COMMAND --help` prints. Messages
and help are English; what a page says is in the language of the page.

"""


def parser() -> Any:
    """Parser of umkm with all its commands, a click group."""
    return typer.main.get_command(application(*COMMANDS))


def commands() -> Iterator[tuple[str, Any]]:
    """Every command that does something, with its full name: "umkm import grdp"."""
    yield from _walk("umkm", parser())


def pages() -> dict[str, str]:
    """The page of all commands."""
    epilogs = {f"umkm {name}": command.epilog or "" for name, command in COMMANDS.items()}
    sections = [_section(name, command, epilogs.get(name, "")) for name, command in commands()]
    overview = table(
        ["command", "what it does"],
        [[f"[`{name}`](#{_anchor(name)})", _text(command.help).split("\n\n")[0]] for name, command in commands()],
    )
    return {PAGE: START + overview + "\n" + "\n".join(sections)}


def _walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", None)
    if name != "umkm" and (children is None or command.invoke_without_command):
        yield name, command
    for child_name, child in (children or {}).items():
        yield from _walk(f"{name} {child_name}", child)


def _section(name: str, command: Any, epilog: str) -> str:
    context = command.make_context(name, [], resilient_parsing=True)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    parts = [f"({_anchor(name)})=\n## {name}\n", f"{_text(command.help)}\n", f"```text\n{usage}\n```\n"]
    for kind in ("argument", "option"):
        records = [
            parameter.get_help_record(context)
            for parameter in command.get_params(context)
            if parameter.param_type_name == kind
        ]
        rows = [[f"`{record[0]}`", _literal(record[1])] for record in records if record]
        if rows:
            parts.append(table([kind, "meaning"], rows))
    if epilog:
        parts.append(f"{epilog}\n")
    return "\n".join(parts)


def _text(help_: str | None) -> str:
    """Help as Markdown, one line a paragraph."""
    text = re.sub("[\f\b]", "", help_ or "").strip()
    return _literal("\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n")))


def _literal(text: str) -> str:
    """Words as they are printed: no mark of Markdown has a meaning in them."""
    return re.sub(r"([\\*_<>\[\]$`~])", r"\\\1", text)


def _anchor(name: str) -> str:
    return name.replace(" ", "-")
