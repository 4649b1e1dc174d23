"""A quote is a slice of its article, or it is not a citation."""

from dataclasses import replace

import pytest

from assistant.cite import cite
from assistant.library import Library
from assistant.reader.reading import Evidence


def test_a_citation_says_where_its_quote_stands(library: Library) -> None:
    passage = library.search("the summit in Geneva", 1)[0].passage
    article = library.article(passage.article_id)
    (citation,) = cite([Evidence(passage, passage.sentences[0], 1.0)], {article.id: article})
    assert article.text[citation.start : citation.end] == citation.quote
    assert (citation.n, citation.source, citation.title) == (1, article.source, article.title)


def test_a_passage_of_an_earlier_text_is_not_cited(library: Library) -> None:
    passage = library.search("the summit in Geneva", 1)[0].passage
    article = library.article(passage.article_id)
    edited = replace(article, text="A new opening. " + article.text)
    with pytest.raises(ValueError, match="is not what passage"):
        cite([Evidence(passage, passage.sentences[0], 1.0)], {article.id: edited})
