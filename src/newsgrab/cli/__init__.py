"""The command line. ``main`` is its outermost frame: whatever happens is a status and at most a line."""

from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Reads the words, then does the work.

    Args:
        arguments: The words after the command's name.

    Returns:
        The exit status (``newsgrab help exit-codes``).
    """
    # Here, so that ``newsgrab.cli`` itself can be imported for nothing.
    from newsgrab.cli.signals import Terminated, raise_on_sigterm  # noqa: PLC0415
    from newsgrab.cli.streams import make_utf8  # noqa: PLC0415
    from newsgrab.errors import ExitStatus, NewsgrabError, UsageError  # noqa: PLC0415
    from newsgrab.pipeline import ReaderGone  # noqa: PLC0415
    from newsgrab.report import say  # noqa: PLC0415

    make_utf8()
    raise_on_sigterm()
    try:
        from newsgrab.cli.app import job_of  # noqa: PLC0415

        return int(job_of(arguments)())
    except ReaderGone:
        return ExitStatus.BROKEN_PIPE
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    except Terminated:
        return ExitStatus.TERMINATED
    except NewsgrabError as error:
        say(f"{error}" if isinstance(error, UsageError) else f"{error} ({error.code})")
        return error.status
    except Exception as error:  # noqa: BLE001 - the outermost frame: a bug is one line and a status
        if {"-v", "--verbose"} & set(arguments):
            import traceback  # noqa: PLC0415

            traceback.print_exc()
        say(f"internal error: {type(error).__name__}: {error}; run with -v for the traceback")
        return ExitStatus.INTERNAL
