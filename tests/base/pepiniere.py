"""A process that has read everything once, and makes servers of itself: a new one answers in a moment. Serves nothing.

Reads ports on its standard input, one a line, and writes for each the number of the process that will listen there.
Run by tests/base/guichets_http.py: with seconds of reading at each start, a process killed every second would leave
nobody to serve.
"""

import os
import signal
import sys

import uvicorn

from app.main import create_app


def main() -> None:
    """Make a server for each port asked for, until the input closes."""
    app = create_app()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # those that are killed leave nothing behind
    print("prêt", flush=True)
    for ligne in sys.stdin:
        enfant = os.fork()
        if enfant == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            sys.stdin.close()
            uvicorn.run(app, port=int(ligne), access_log=False, log_level="warning")
            os._exit(0)
        print(enfant, flush=True)


if __name__ == "__main__":
    main()
