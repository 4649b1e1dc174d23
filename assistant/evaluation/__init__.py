"""Evaluation: what a library's answers are worth on questions whose answers are known.

`load` reads a gold file, `run` asks it and gives the scores, `mark` scores one answer without a library. The rooms:

    gold.py     gold files, read and checked
    search.py   where the passages that hold the evidence stand among the hits
    marks.py    the marks of one answer
    figures.py  the figures of many marks: means, intervals, ranking and calibration of the confidence
    asking.py   a library asked
    compare.py  two runs, question by question
    own.py      the user's own questions, in the home;  runs.py: the runs that are kept there
    report.py   JSON and plain text;  page.py, cases.py, plots.py: one HTML file
    draft.py    gold questions drafted from the articles at hand;  drafting/: the rules of grammar for it
"""

from assistant.evaluation.asking import run
from assistant.evaluation.figures import Scores
from assistant.evaluation.gold import GoldError, load
from assistant.evaluation.marks import Row, mark
from assistant.evaluation.report import as_json, as_text

__all__ = ["GoldError", "Row", "Scores", "as_json", "as_text", "load", "mark", "run"]
