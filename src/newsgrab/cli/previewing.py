"""The work of ``newsgrab get --dry-run``: addresses on standard output, and nothing fetched or written."""

from newsgrab.cli.collecting import containers_of
from newsgrab.cli.lists import Inputs
from newsgrab.cli.online import drive
from newsgrab.cli.opening import PageFlags, opened
from newsgrab.cli.streams import write_out
from newsgrab.errors import UsageError
from newsgrab.pipeline import Network
from newsgrab.pipeline.previewing import previewed
from newsgrab.records import replace
from newsgrab.store import Template


def preview(flags: PageFlags, inputs: Inputs, network: Network) -> int:
    """Lists what would be fetched, and returns the exit status.

    Raises:
        NewsgrabError: What concerns the run and not one input.
        ReaderGone: Nobody reads standard output any more.
    """
    inputs.check()
    if flags.writes_files and containers_of(flags.formats or (), flags.output, many=True):
        raise UsageError("--dry-run looks into folders; what is in a file of many articles it does not know")
    with opened(_harmless(flags), total=None) as (work, report):

        async def run() -> None:
            async for address, outcome in previewed(inputs.sources(), work, network):
                report.add(outcome)
                if address:
                    write_out(f"{address}\n")

        drive(run)
    return report.status


def _harmless(flags: PageFlags) -> PageFlags:
    """The same without what would be written; a folder that is not there yet has nothing in it."""
    quiet = replace(flags, errors=None, log_file=None, array=False, quiet=True, verbose=False)
    if flags.output is None or not flags.writes_files or Template.parse(flags.output).base.is_dir():
        return quiet
    return replace(quiet, output=None, formats=None, save_html=False, save_images=False)
