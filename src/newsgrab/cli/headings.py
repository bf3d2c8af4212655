"""Under which heading a flag and a command stand, and what to try first."""

from collections.abc import Mapping
from typing import Final

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "Input": ("--input-file", "--null", "--url", "--encoding", "--kind"),
    "Output": (
        "--output", "--format", "--field", "--print", "--raw", "--array", "--front-matter", "--provenance",
        "--save-html", "--save-images", "--warc", "--on-conflict", "--filenames", "--errors", "--width",
        "--bidi", "--pager", "--json", "--exit-code",
    ),
    "Which articles": (
        "--since", "--until", "--match", "--reject", "--lang", "--min-words", "--require", "--limit",
        "--source", "--verdict", "--older-than",
    ),
    "How much of them": ("--keep", "--drop", "--pages"),
    "Network": (
        "--jobs", "--ordered", "--delay", "--timeout", "--connect-timeout", "--retries", "--max-size",
        "--max-redirects", "--network", "--proxy", "--user-agent", "--header", "--cookies", "--netrc",
        "--cacert", "--insecure", "--allow-private", "--allow-downgrade", "--http2",
    ),
    "Manners": ("--robots", "--contact"),
    "Between runs": (
        "--state", "--no-state", "--refresh", "--max-age", "--offline", "--new-only", "--recheck",
    ),
    "Runs": (
        "--deadline", "--lock", "--max-fail", "--alert-after", "--shard", "--on-success", "--on-failure",
        "--summary-file", "--dry-run", "--config", "--profile",
    ),
    "Messages": ("--progress", "--color", "--quiet", "--verbose", "--log-file", "--log-format"),
}  # fmt: skip
"""The long names of flags, under their headings."""

OTHERS: Final = "Other"
"""The heading of the rest."""

FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    "Articles": ("get", "extract", "read", "convert"),
    "Finding and following": ("discover", "run", "history", "diff", "dups"),
    "Why, and is all well": ("explain", "doctor", "state", "config"),
    "Help": ("help", "schema", "completion"),
}
"""Commands under their headings."""

EXAMPLES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "": (
        ("newsgrab URL", "the article as JSON"),
        ("newsgrab URL -f md -o note.md", "as a Markdown note"),
        ("newsgrab read URL", "to read it here"),
    ),
    "get": (
        ("newsgrab get URL -F headline,published", "two fields of an article"),
        ("newsgrab get -i urls.txt > articles.jsonl", "one JSON object a line"),
        ("newsgrab get -i urls.txt -o news/ -f md", "a folder of notes; run again, it adds what is new"),
        ("newsgrab get -i urls.txt -e failed.jsonl", "what failed, to be fed back with -i"),
    ),
    "extract": (
        ("newsgrab extract saved/*.html -F headline", "headlines of pages you have"),
        ("curl -s URL | newsgrab extract --url URL -f md", "a page from elsewhere"),
    ),
    "read": (
        ("newsgrab read URL", "through the pager, if it is long"),
        ("newsgrab read --width 60 saved/story.html", "in narrow columns"),
    ),
    "explain": (
        ("newsgrab explain URL", "what was kept, what was stripped, and why"),
        ("newsgrab explain -o seen.html URL", "the page itself, coloured, for the browser"),
    ),
    "discover": (
        ("newsgrab discover https://news.example", "addresses of its articles"),
        ("newsgrab discover --since 1d URL -f jsonl | newsgrab get -i -", "and the articles"),
    ),
    "convert": (
        ("newsgrab convert articles.jsonl -o articles.csv", "a table"),
        ("newsgrab convert articles.jsonl -o articles.db", "a database, with an index of words"),
        ("newsgrab convert articles.jsonl -f md -o notes/", "a folder of notes"),
    ),
    "run": (
        ("newsgrab run", "all sources; in a crontab, too"),
        ("newsgrab run --dry-run", "what would be fetched"),
        ("newsgrab run --deadline 50m --summary-file last-run.json", "for a crontab of every hour"),
    ),
    "history": (("newsgrab history URL", "its versions, oldest first"),),
    "diff": (
        ("newsgrab diff URL", "the last two versions"),
        ("newsgrab diff URL 1 3", "the first and the third"),
    ),
    "dups": (("newsgrab dups", "all that is saved"),),
    "schema": (("newsgrab schema > article.schema.json", "for a validator"),),
    "config": (
        ("newsgrab config init", "a file to begin with"),
        ("newsgrab config validate", "what is wrong in it, with its line"),
    ),
    "config path": (("newsgrab config path", "where it is, or would be"),),
    "config show": (("newsgrab config show --profile night", "what is in force with a profile"),),
    "config init": (("newsgrab config init", "writes it, if there is none"),),
    "config validate": (("newsgrab config validate new.toml", "before it takes the place of another"),),
    "state": (
        ("newsgrab state list --verdict failed", "what failed, and when it is tried again"),
        ("newsgrab state stats", "how much there is"),
    ),
    "state list": (("newsgrab state list --verdict failed", "what failed, and when it is tried again"),),
    "state get": (("newsgrab state get URL", "all that is known of an address"),),
    "state rm": (
        ("newsgrab state rm URL", "forgets one; it can be had again"),
        ("newsgrab state rm --older-than 180d", "forgets what nobody has named since then"),
    ),
    "state export": (("newsgrab state export > state.jsonl", "everything, as JSON lines"),),
    "state stats": (("newsgrab state stats -f json | jq .", "for a machine"),),
    "state vacuum": (("newsgrab state vacuum", "gives back the space of what was forgotten"),),
    "completion": (
        ("source <(newsgrab completion bash)", "in ~/.bashrc"),
        ("newsgrab completion zsh > ~/.zfunc/_newsgrab", "where ~/.zfunc is in $fpath"),
        ("newsgrab completion fish > ~/.config/fish/completions/newsgrab.fish", ""),
    ),
    "doctor": (("newsgrab doctor --network", "also whether the network answers"),),
    "help": (("newsgrab help exit-codes", "statuses, and the codes in messages"),),
}
"""By the words of a command: lines to type, and what they do."""
