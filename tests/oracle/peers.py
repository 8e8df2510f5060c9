"""The two sides of a comparison: processes that answer a JSON request a line (harness/oracle/server.py)."""

import json
import select
import subprocess
from typing import Any, Dict, List

Json = Dict[str, Any]


class PeerDied(RuntimeError):
    """A side that hangs, dies or answers nonsense; it never counts as agreement."""


class Peer:
    """One side, started when it is first asked and again after it died."""

    def __init__(self, name: str, command: List[str], patience: float = 20.0) -> None:
        self.name = name
        self._command = command
        self._patience = patience
        self._process: "subprocess.Popen[str] | None" = None

    def ask(self, request: Json) -> Json:
        """The answer to one request; raises PeerDied."""
        process = self._started()
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            if not select.select([process.stdout], [], [], self._patience)[0]:
                raise PeerDied("%s: no answer within %.0f s" % (self.name, self._patience))
            line = process.stdout.readline()
            if not line:
                raise PeerDied("%s: died with status %s" % (self.name, process.wait(10)))
            return json.loads(line)
        except (OSError, ValueError) as error:
            self.close()
            raise PeerDied("%s: %s" % (self.name, error)) from error
        except PeerDied:
            self.close()
            raise

    def close(self) -> None:
        """Ends the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _started(self) -> "subprocess.Popen[str]":
        if self._process is None:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
            )
        return self._process
