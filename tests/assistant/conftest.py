"""A small library of real files in a real index, with the real encoder: what is answered depends on all of them."""

from pathlib import Path

import pytest

from assistant.library import Library
from corpus.home import Home
from index.encoder import Encoder, load_encoder

ARTICLES = {
    "treaty.md": """---
title: The treaty that counts warheads
outlet: Example Herald
date: 2021-02-04
---
The treaty was extended for five years on 3 February 2021. It limits each side to 1,550 warheads.

Inspections under the treaty stopped in March 2020, when the pandemic began. Sergei Ryabkov said that they would resume.
""",
    "summit.md": """---
title: A summit by the lake
outlet: Example Post
date: 2021-06-17
---
Joe Biden and Vladimir Putin held their summit in Geneva on 16 June 2021. They agreed to send their ambassadors back.

The summit lasted three hours and a half, less than the hosts had planned for the two delegations.
""",
    "grain.html": """<html><head><title>Grain and the sea</title></head><body><article><h1>Grain and the sea</h1>
<p>Moscow left the grain agreement in July 2023 because its own exports of fertiliser were still blocked.</p>
<p>Ukraine shipped nearly 33 million tonnes of grain in the year that the agreement lasted, said the United Nations.</p>
</article></body></html>""",
    "prison.txt": """Two dozen go home

Twenty-four people left prison in August 2024 in the largest exchange for decades. Turkey was the host of the exchange.

The prison terms of some had been longer than ten years, their lawyers said in Ankara on that day.
""",
}


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The bundled model, loaded once."""
    return load_encoder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four articles, as files in a folder of the user's."""
    place = tmp_path / "articles"
    place.mkdir()
    for name, text in ARTICLES.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


@pytest.fixture
def library(home: Home, folder: Path, encoder: Encoder) -> Library:
    """The four articles, added and indexed."""
    made = Library(home, encoder)
    made.add([folder])
    report = made.index()
    assert len(report.added) == len(ARTICLES), report
    return made
