"""The table of commands; a command's module is imported only when it is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from claimtrack import __version__
from claimtrack.errors import DONE, INTERRUPTED, TROUBLE, ClaimtrackError

COMMANDS = {
    "extract": "Articles in, claims out; no ledger.",
    "add": "Read articles and store their claims in the ledger.",
    "watch": "Read feeds, pages and folders again and again; print what is new.",
    "list": "The claims, filtered and sorted.",
    "compare": "Sources side by side for each thing counted.",
    "diff": "What changed from one day, file or source to another.",
    "show": "One claim whole: in its context, with the reason for every field.",
    "sources": "Who asserts, how often, about what.",
    "documents": "The articles that were read.",
    "review": "Accept, reject or correct claims, as a named person.",
    "reparse": "Read the stored articles again; tell which claims come and go.",
    "undo": "Take the last change of the ledger back.",
    "log": "Who changed the ledger, when and how.",
    "copy": "A ledger into another place, to a server or back.",
    "check": "Prove that the ledger is what it says it is; find figures that cannot be.",
    "vocab": "Add a name that means one known already to your own vocabulary.",
    "evaluate": "How well the claims of annotated articles are found.",
}

_PLAIN: dict[str, Any] = {"rich_markup_mode": None, "pretty_exceptions_enable": False, "add_completion": False}
_HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

_START = """\b
Start here:
  claimtrack extract article.txt            see the claims of one article
  claimtrack add articles/                  read a folder into claims.db
  claimtrack list --metric killed           ask
  claimtrack compare --metric killed        sources side by side
  claimtrack COMMAND --help                 options and examples of a command
"""


class _Commands(TyperGroup):
    """All commands, for the help of the whole."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return _command(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _entry(ctx: typer.Context, version: bool = typer.Option(False, "--version", help="Print the version.")) -> int:
    """Numeric claims about wars and disasters: who said it, was it verified, how did it change."""
    if version:
        typer.echo(f"claimtrack {__version__}")
    elif ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
    if version or ctx.invoked_subcommand is None:
        raise typer.Exit
    return DONE


def run_command(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name; gives its exit code. A wrong call is a ClaimtrackError of one line."""
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", ())
    if name and not name.startswith("-") and name not in COMMANDS:
        from claimtrack.names import nearest

        hint = nearest(name, tuple(COMMANDS)) or "; see claimtrack --help"
        raise ClaimtrackError(f"no such command: {name}{hint}")
    try:
        if name in COMMANDS:  # straight to it: to build the group as well takes a twentieth of the start
            return _invoke(_command(name), f"claimtrack {name}", _spread_from(rest))
        return _invoke(_all(), "claimtrack", arguments)
    except typer.Exit as leave:
        return leave.exit_code
    except typer.Abort:
        return INTERRUPTED
    except Exception as wrong:
        if not hasattr(wrong, "format_message"):
            raise
        line = _usage(wrong)
        if "--from" in rest and line.startswith("missing argument"):
            line += "; --from takes all that follows it as inputs, so give the argument before it"
        raise ClaimtrackError(line, TROUBLE) from wrong


def _command(name: str) -> Any:
    """A command: `run` of the module of its name, whose EXAMPLES end its help."""
    module = import_module(f"claimtrack.commands.{name}")
    app = typer.Typer(**_PLAIN)
    app.command(name, epilog=f"\b\nExamples:\n{module.EXAMPLES}", context_settings=_HELP)(module.run)
    return get_command(app)


def _all() -> Any:
    app = typer.Typer(cls=_Commands, **_PLAIN)
    app.callback(invoke_without_command=True, epilog=_START, context_settings=_HELP)(_entry)
    return get_command(app)


def _invoke(command: Any, path: str, arguments: Sequence[str]) -> int:
    with command.make_context(path, list(arguments)) as context:
        return command.invoke(context) or DONE


def _usage(wrong: Any) -> str:
    """A usage error of Typer as one line with the way out."""
    context = getattr(wrong, "ctx", None)
    way_out = f"; see {context.command_path} --help" if context else ""
    option = getattr(wrong, "option_name", None)
    if option and option.startswith("-") and hasattr(wrong, "possibilities"):
        from claimtrack.names import nearest

        known = [name for part in context.command.get_params(context) for name in part.opts] if context else []
        return f"no such option: {option}{nearest(option, tuple(known)) or way_out}"
    message = _in_words(wrong.format_message().rstrip("."))
    return f"{message[:1].lower()}{message[1:]}{way_out}"


def _in_words(message: str) -> str:
    """A message about a number, without a programmer's words for it."""
    message = re.sub(r"a valid int(?:eger)?(?: range)?$", "a whole number", message)
    message = re.sub(r"a valid float(?: range)?$", "a number", message)
    return re.sub(r"is not in the range x>=(\S+)$", r"is less than \1", message)


def _spread_from(arguments: Sequence[str]) -> list[str]:
    """`--from A B C` as `--from A --from B --from C`, so that a shell's `--from *.txt` works."""
    spread: list[str] = []
    after = False  # the argument before was --from or one of its inputs
    for place, argument in enumerate(arguments):
        if argument == "--":
            return [*spread, *arguments[place:]]
        is_input = argument == "-" or not argument.startswith("-")
        if after and is_input and spread[-1] != "--from":
            spread.append("--from")
        spread.append(argument)
        after = argument == "--from" or (after and is_input)
    return spread
