"""Which articles a file holds from earlier runs."""

from newsgrab.urls import normalise


class Held:
    """Their ids and addresses, as hashes: a million addresses take 70 MB less than as texts."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._ids: set[int] = set()
        self._urls: set[int] = set()

    def note(self, article_id: object, *urls: object) -> None:
        """An article is in the file.

        Args:
            article_id: Its id; what is no text is none.
            urls: The addresses it has, likewise.
        """
        if isinstance(article_id, str) and article_id:
            self._ids.add(hash(article_id))
        self._urls.update(hash(normalise(url)) for url in urls if isinstance(url, str) and url)

    def has(self, article_id: str, url: str) -> bool:
        """Whether an article is there: sites that call every page by one address have one id for all."""
        return hash(article_id) in self._ids and (not url or self.knows(url))

    def knows(self, url: str) -> bool:
        """Whether the article of an address is there."""
        return hash(normalise(url)) in self._urls
