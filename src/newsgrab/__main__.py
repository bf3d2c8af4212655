"""``newsgrab`` and ``python -m newsgrab``."""

import atexit
import gc
import os
import sys
from contextlib import suppress

from newsgrab.version import VERSION

_INTERRUPTED = (130, 141, 143)


def main() -> int:
    """Runs the command line and returns its exit status.

    ``--version`` is answered before the command line is loaded: that takes 70 ms of CPU, this 15.
    """
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["-V"]) and sys.stdout is not None:
        with suppress(OSError):  # the command line tries again, and tells what is wrong
            # Past the buffer: what cannot be written would stay in it, and fail once more at exit.
            os.write(sys.stdout.fileno(), f"newsgrab {VERSION}\n".encode())
            return 0
    try:
        from newsgrab.cli import main as run  # noqa: PLC0415 - see above

        status = run(arguments)
    except KeyboardInterrupt:  # in the middle of an import
        status = 130
    if status in _INTERRUPTED:
        # Threads may still wait for a name server or for standard input; nobody waits for them. What was
        # to be written is: standard error is flushed line by line, and standard output article by article.
        os._exit(status)
    return status


def start() -> int:
    """`main` for a process of its own, which is left with all its modules as they are.

    To take them apart takes Python 40 ms of CPU after one page, an eighth of all, and the system frees the
    memory of a process anyway.
    """
    gc.disable()  # modules are no garbage; the command line turns it on when it has loaded what it needs
    status = main()
    threading = sys.modules.get("threading")
    if sys.flags.dev_mode or (threading is not None and threading.active_count() > 1):
        return status
    with suppress(OSError, ValueError):  # Python tries again, and says what is wrong
        atexit._run_exitfuncs()  # noqa: SLF001 - what os._exit leaves out, flushing aside
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        os._exit(status)
    return status


if __name__ == "__main__":
    sys.exit(start())
