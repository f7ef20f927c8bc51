"""The program: arguments -> exit code. The one place where an exception becomes a line and a code."""

from __future__ import annotations

import gc
import os
import sys

from claimtrack import __version__
from claimtrack.errors import BUG, CANNOT_WRITE, DONE, INTERRUPTED, PIPE_CLOSED, TROUBLE, ClaimtrackError


def main() -> None:
    """Run the command line and exit."""
    code = run(sys.argv[1:])
    if code in (PIPE_CLOSED, CANNOT_WRITE):
        _give_up_output()
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command; gives the exit code and lets no exception out. What was printed is out when it returns."""
    try:
        if sys.stdout is None:
            raise ClaimtrackError("standard output is closed; send it to /dev/null if it is not wanted", CANNOT_WRITE)
        code = _dispatch(arguments)
        sys.stdout.flush()
        return code
    except ClaimtrackError as trouble:
        return _say(str(trouble), trouble.code)
    except BrokenPipeError:
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as trouble:
        if trouble.filename is not None:
            return _say(f"{trouble.filename}: {trouble.strerror}", TROUBLE)
        return _say(f"the output could not be written: {trouble.strerror or trouble}", CANNOT_WRITE)
    except Exception as bug:
        return _bug(bug)


def _dispatch(arguments: list[str]) -> int:
    if arguments == ["--version"]:  # before anything slow is imported
        print(f"claimtrack {__version__}")
        return DONE
    # Imports make many objects that stay: to look for garbage among them meanwhile costs a tenth of the start.
    gc.disable()
    from claimtrack.cli import run_command

    return run_command(arguments)


def _say(line: str, code: int) -> int:
    from claimtrack.render.notice import notice

    notice(line)
    return code


def _bug(bug: Exception) -> int:
    if os.environ.get("CLAIMTRACK_DEBUG"):
        import traceback

        traceback.print_exc()
    what = f"{type(bug).__name__}: {bug}"[:300]
    return _say(f"this is a bug in claimtrack {__version__}, please report it with the command and its input: {what} "
                "(CLAIMTRACK_DEBUG=1 shows where)", BUG)  # fmt: skip


def _give_up_output() -> None:
    """Let what is still unwritten go nowhere; the interpreter would fail on it once more while it exits."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
    except OSError:
        pass


if __name__ == "__main__":
    main()
