"""The Evaluate tab: the user's own questions, asked of the library, and how well it answered."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import gradio as gr

from assistant.ui import draw_evaluate, draw_library, draw_rail, page
from assistant.ui.draw_evaluate import Sheet
from assistant.ui.part import Areas, Part, Seat, area
from corpus.errors import ChanceryError

if TYPE_CHECKING:
    from assistant.evaluation.own import OwnQuestions

_RUNS = 12  # the last ones, which are shown
_DRAFTS = 20  # questions that are drafted at a time


class EvaluateTab(Part):
    """The questions belong to the library, as the articles do: all of its users see the same."""

    name, label = "evaluate", "Evaluate"
    events = (
        "evaluation", "run_evaluation", "stop_evaluation", "put_question", "drop_question",
        "take_questions", "draft_questions", "give_questions",
    )  # fmt: skip

    def lay_out(self) -> Areas:
        areas = {name: area(f"{name}-area") for name in ("sheet", "trial", "trial_notes", "cases", "sheet_below")}
        area("question-area", page.QUESTION)
        return areas

    def evaluation(self, seat: Seat) -> Iterator[Areas]:
        """The tab as it stands now; a run that is under way is followed."""
        trial = self.desk.trial(seat.kind)
        runs = trial is not None and not trial.state.ended  # seen before it is drawn: it may end meanwhile
        yield {"trial_notes": "", **self._drawn(seat)}
        if runs:
            yield from self._followed(seat)

    def run_evaluation(self, seat: Seat) -> Iterator[Areas]:
        """Ask all questions, or follow the run that is under way."""
        try:
            questions = self._own(seat).items()
            if questions:
                self.desk.evaluate(seat.kind, questions)
        except ChanceryError as error:
            yield {"trial_notes": draw_library.notice(error.message, error.hint)}
            return
        yield {"trial_notes": "", **self._drawn(seat)}
        yield from self._followed(seat)

    def stop_evaluation(self, seat: Seat) -> Areas:
        """End the run; nothing of it is kept."""
        trial = self.desk.trial(seat.kind)
        if trial is not None:
            trial.cancel()
        return {}

    def put_question(self, seat: Seat, event: gr.EventData) -> Areas:
        """A question as it was filled in, new or in the place of another."""
        from assistant.evaluation import own  # these rooms are opened when they are needed

        data, library = event._data, self.desk.library(seat.kind)
        wordings = [str(one) for one in data.get("answers", ())]
        instead, quote = str(data.get("id", "")), str(data.get("quote", "")).strip()
        try:
            evidence = self._own(seat).evidence(instead)
            if quote != next((one["quote"].strip() for one in evidence), ""):  # else it keeps all that it had
                evidence = own.quoted(library, quote)
            made = own.made(str(data.get("question", "")), wordings, kind=str(data.get("type", "")), evidence=evidence)
            kept = self._own(seat).put(made, instead)
        except ChanceryError as error:
            return {"trial_notes": draw_evaluate.not_kept(error.message, error.hint, data)}
        return self._said(seat, f"Kept: {kept['question']}")

    def drop_question(self, seat: Seat, event: gr.EventData) -> Areas:
        """Take a question out."""
        try:
            self._own(seat).drop(str(event._data["id"]))
        except ChanceryError as error:
            return {"trial_notes": draw_library.notice(error.message, error.hint)}
        return {"trial_notes": "", **self._drawn(seat)}

    def take_questions(self, seat: Seat, event: gr.EventData) -> Areas:
        """The questions of a file that the person chose."""
        from assistant.evaluation import own

        name = str(event._data.get("name", "the file"))
        try:
            given = own.read(self.desk.library(seat.kind), str(event._data.get("text", "")), name)
            new, replaced = self._own(seat).take(given)
        except ChanceryError as error:
            return {"trial_notes": draw_library.notice(error.message, error.hint)}
        return self._said(seat, f"{name}: {new} new, {replaced} that were here already.")

    def draft_questions(self, seat: Seat) -> Iterator[Areas]:
        """Questions drafted from the articles."""
        from assistant.evaluation.draft import draft

        yield {"trial_notes": draw_evaluate.told("Drafting questions from the articles…")}
        try:
            new, _ = self._own(seat).take(draft(self.desk.library(seat.kind), _DRAFTS))
        except ChanceryError as error:
            yield {"trial_notes": draw_library.notice(error.message, error.hint)}
            return
        yield self._said(
            seat, f"{new} new, drafted by rules from the articles. Read them before you rely on what they come to."
        )

    def give_questions(self, seat: Seat) -> Areas:
        """The questions as a file to take along."""
        from assistant.evaluation.gold import as_lines

        try:
            content = as_lines(self._own(seat).items()).encode()
        except ChanceryError as error:
            return {"trial_notes": draw_library.notice(error.message, error.hint)}
        return {"parcel": draw_rail.parcel("questions.jsonl", content)}

    def _own(self, seat: Seat) -> "OwnQuestions":
        from assistant.evaluation.own import OwnQuestions

        return OwnQuestions(self.desk.library(seat.kind).home)

    def _said(self, seat: Seat, words: str) -> Areas:
        return {"trial_notes": draw_evaluate.told(words), **self._drawn(seat)}

    def _followed(self, seat: Seat) -> Iterator[Areas]:
        """The run under way until it ends, and then what it came to."""
        trial = self.desk.trial(seat.kind)
        for state in trial.watch() if trial is not None else ():
            yield {} if self.windows.elsewhere(seat) else {"trial": draw_evaluate.progress(state)}
        yield self._drawn(seat)

    def _drawn(self, seat: Seat) -> Areas:
        """All of the tab but its notes; nothing where the window shows another library by now."""
        from assistant.evaluation import runs

        trial = self.desk.trial(seat.kind)
        home = self.desk.library(seat.kind).home
        try:
            questions = self._own(seat).items()
        except ChanceryError as error:
            return {
                "sheet": draw_evaluate.head(Sheet(), running=True),
                "cases": draw_library.notice(error.message, error.hint),
            }
        kept = runs.kept(home, _RUNS)
        moved = runs.against(kept[1], kept[0]) if len(kept) > 1 else None
        sheet = Sheet(questions, kept, moved, self.desk.chats.judged(seat.kind, seat.user))
        running = trial is not None and not trial.state.ended
        drawn = {
            "sheet": draw_evaluate.head(sheet, running=running),
            "trial": draw_evaluate.progress(trial.state if trial is not None else None),
            "cases": draw_evaluate.questions(sheet),
            "sheet_below": draw_evaluate.below(sheet),
        }
        return {} if self.windows.elsewhere(seat) else drawn
