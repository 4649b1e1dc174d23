"""A small library of files for the tests of the index, and what its answers must be by hand."""

from pathlib import Path

from corpus.home import Home

ARTICLES = {
    "syria.md": "The talks on Syria went on for two days. Syria was all that the ministers spoke of in Vienna.",
    "treaty.md": "The treaty expires in winter. Neither side has offered to extend the treaty by a year.",
    "grain.md": "Ships with grain left the port at dawn. The grain is bound for three countries in Africa.",
}


def write(home: Home, name: str, text: str, *, title: str = "") -> Path:
    """A source file of the home, written as a user's editor would."""
    home.sources.mkdir(parents=True, exist_ok=True)
    path = home.sources / name
    head = f"---\ntitle: {title}\n---\n" if title else ""
    path.write_text(f"{head}{text}\n", encoding="utf-8")
    return path


def write_all(home: Home) -> None:
    """All articles of `ARTICLES`."""
    for name, text in ARTICLES.items():
        write(home, name, text, title=name.removesuffix(".md").title())
