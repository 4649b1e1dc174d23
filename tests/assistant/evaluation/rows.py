"""Four rows for the tests: an answer that is right, one that is wrong, and two refusals, one of them rightly."""

from dataclasses import replace

from assistant.evaluation.marks import Row

ROW = Row(
    id="a",
    type="fact",
    question="Where?",
    answerable=True,
    refused=False,
    answer=1.0,
    cited=1.0,
    score=1.0,
    right=True,
    citation_precision=1.0,
    citation_need=0.5,
    num_citations=2,
    num_verbatim=2,
    ranks=(2,),
    confidence=0.9,
    num_words=10,
    milliseconds=100.0,
)
WRONG = replace(
    ROW,
    id="b",
    answer=0.0,
    cited=0.0,
    score=0.0,
    right=False,
    citation_precision=0.0,
    ranks=(None,),
    confidence=0.4,
    num_verbatim=1,
)
MISSED = replace(
    WRONG,
    id="c",
    refused=True,
    citation_precision=None,
    citation_need=None,
    num_citations=0,
    num_verbatim=0,
    confidence=0.1,
)
REFUSED = replace(
    MISSED,
    id="d",
    type="unanswerable",
    answerable=False,
    score=1.0,
    ranks=(),
    confidence=0.2,
    milliseconds=300.0,
)
ROWS = [ROW, WRONG, MISSED, REFUSED]
