"""The pages that were had: what a conditional request needs, and where their articles are."""

import json
from collections.abc import Mapping
from typing import Any

from newsgrab.model import Card, KeptFile, KnownPage, Validators
from newsgrab.state.file import StateFile


class Pages:
    """The table ``pages``; keys are normalised addresses."""

    def __init__(self, file: StateFile) -> None:
        """Asks nothing yet."""
        self._file = file

    def known(self, key: str) -> KnownPage | None:
        """What is known of the page at an address, if it was ever had."""
        row = self._file.row(
            "SELECT final_url, etag, last_modified, asked_at, recipe, card, files FROM pages WHERE key = ?",
            key,
        )
        if row is None:
            return None
        final_url, etag, last_modified, asked_at, recipe, card, files = row
        return KnownPage(
            final_url=final_url,
            validators=Validators(etag=etag, last_modified=last_modified),
            recipe=recipe,
            card=Card.from_json(card),
            files=_files(json.loads(files)),
            # A clock that was set back makes no page younger than new.
            age_s=max(0.0, self._file.now() - asked_at),
        )

    def keep(self, key: str, page: KnownPage) -> int:
        """Remembers a page that was asked for ``page.age_s`` seconds ago.

        Returns:
            Its number.
        """
        self._file.write(
            "INSERT INTO pages (key, final_url, etag, last_modified, asked_at, recipe, card, files)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (key) DO UPDATE SET"
            " final_url = ?2, etag = ?3, last_modified = ?4, asked_at = ?5, recipe = ?6, card = ?7,"
            " files = ?8",
            key, page.final_url, page.validators.etag, page.validators.last_modified,
            self._file.now() - page.age_s, page.recipe, page.card.to_json(),
            shown_files(page.files),
        )  # fmt: skip
        row = self._file.row("SELECT id FROM pages WHERE key = ?", key)
        assert row is not None  # noqa: S101 - for the type checker
        return int(row[0])

    def confirm(self, key: str, validators: Validators) -> None:
        """Remembers that the page is as it was, as its server said just now."""
        self._file.write(
            "UPDATE pages SET asked_at = ?2, etag = coalesce(?3, etag),"
            " last_modified = coalesce(?4, last_modified) WHERE key = ?1",
            key, self._file.now(), validators.etag, validators.last_modified,
        )  # fmt: skip


def shown_files(files: Mapping[str, KeptFile]) -> str:
    """Files as they stand in the table."""
    return json.dumps({extension: (file.path, file.sha256) for extension, file in files.items()})


def _files(shown: Mapping[str, Any]) -> Mapping[str, KeptFile]:
    return {extension: KeptFile(path=path, sha256=sha256) for extension, (path, sha256) in shown.items()}
