"""--exec: a command for each claim. It gets the claim's id and, on standard input, the claim as a line of JSON.

Nothing else of an article comes into a command line: ids are hexadecimal, all else is what strangers wrote.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess

from claimtrack.errors import ClaimtrackError
from claimtrack.render.notice import notice

PATIENCE = 600  # seconds that a command may take
_ID = re.compile("[0-9a-f]{8,64}")
_BRACES = re.compile(r"\{([a-z_]+)\}")


class Call:
    """A command to run for claims. Raises ClaimtrackError for one that cannot be run."""

    def __init__(self, command: str, shell: bool) -> None:
        other = next((name for name in _BRACES.findall(command) if name != "id"), None)
        if other and not shell:
            raise ClaimtrackError(f"--exec: {{{other}}} is not filled in, only {{id}} is; the whole claim comes to the "
                                  "command on standard input as JSON")  # fmt: skip
        try:
            self._words = ["sh", "-c", command] if shell else shlex.split(command)
        except ValueError as trouble:
            raise ClaimtrackError(f"--exec: {command!r} cannot be split into words: {trouble}") from trouble
        if not self._words or shutil.which(self._words[0]) is None:
            raise ClaimtrackError(f"--exec: there is no command {(self._words or ['to run'])[0]}; "
                                  "for what only a shell understands add --shell")  # fmt: skip

    def __call__(self, claim: str, line: str) -> None:
        """Run it for one claim, to its end. That it fails is told and changes nothing."""
        if not _ID.fullmatch(claim):
            notice(f"--exec: left out for {claim!r}, which is no id that may stand in a command line")
            return
        words = [word.replace("{id}", claim) for word in self._words]
        try:
            code = subprocess.run(words, input=line.encode(errors="replace"), stdout=2, timeout=PATIENCE).returncode
        except subprocess.TimeoutExpired:
            notice(f"--exec: {words[0]} took more than {PATIENCE // 60} minutes for claim {claim} and was ended")
        except OSError as trouble:
            notice(f"--exec: {words[0]}: {trouble.strerror or trouble}")
        else:
            if code:
                notice(f"--exec: {words[0]} failed for claim {claim} with exit code {code}")
