"""Records as JSON objects for scripts, and as plain text for a terminal. Pure functions; nothing is printed here.

`looked_text` and `voices` are the window's too: both tell the same of a refusal and of a disagreement.
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from assistant.answer import STANDING, Answer, Citation, Side
from assistant.filters import as_record, labels
from assistant.pace import lasting
from corpus.article import Article, Skipped
from corpus.sidecar import FIELDS
from corpus.sources import AddReport
from prompts import words

if TYPE_CHECKING:
    from assistant.llm.trial import Tried
    from corpus.leavings import Leaving
    from corpus.linked import Linked
    from corpus.sync import SyncReport
    from index.build import BuildReport, Plan
    from index.doctor import Checkup
    from index.index import ArticleInfo, IndexStatus
    from index.passage import Hit

Json = dict[str, object]

_WIDTH = 100  # columns; longer lines are hard to read in a terminal
_MAX_UNCOVERED = 8  # words named to a person; a pasted page would have hundreds


@dataclass(frozen=True, slots=True)
class Voice:
    """Who gives the answer of a side, when (as `Citation.published`; it may be empty), and in which citations."""

    who: str
    when: str
    citations: tuple[Citation, ...]


def answer_json(answer: Answer, id_: object = None) -> Json:
    """An answer as `ask --json` and `ask --batch` print it."""
    return {
        "id": id_,
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "refused": answer.refused,
        "reason": answer.reason,
        "short_answer": answer.short_answer,
        "answer": answer.text,
        "sentences": [
            {
                "text": one.text,
                "citations": list(one.citations),
                "support": one.support,
                "short": one.short,
                "flags": [asdict(flag) for flag in one.flags],
                "matched": one.matched,
            }
            for one in answer.sentences
        ],
        "citations": [asdict(citation) for citation in answer.citations],
        "sides": [asdict(side) for side in answer.sides],
        "filters": as_record(answer.where),
        "called": list(answer.called),
        "preferences": [
            {"label": one.label, "said": one.said, "where": as_record(one.where)} for one in answer.preferences
        ],
        "ignored": list(answer.ignored),
        "as_of": answer.as_of,
        "caveats": list(answer.caveats),
        "searched": answer.searched,
        "uncovered": list(answer.uncovered),
        "nearest": [asdict(nearest) for nearest in answer.nearest],
        "independent": answer.independent,
        "reprints": answer.reprints,
        "read": [asdict(one) for one in answer.read],
        "engine": answer.engine,
        "model": asdict(answer.written) if answer.written else None,
        "confidence": answer.confidence,
        "elapsed_ms": dict(answer.elapsed_ms),
    }


def refused_json(id_: object, question: str, reason: str) -> Json:
    """A question of a batch that could not be asked, in the shape of an answer."""
    return answer_json(Answer.refusal(question, reason), id_)


def hits_json(hits: "list[Hit]", articles: Mapping[str, Article]) -> list[Json]:
    """Hits as `search --json` prints them."""
    return [
        {
            "rank": hit.rank,
            "score": round(hit.score, 6),
            "source": articles[hit.passage.article_id].source,
            "article_id": hit.passage.article_id,
            "passage_id": hit.passage.id,
            "text": hit.passage.text,
            "start": hit.passage.start,
            "end": hit.passage.end,
        }
        for hit in hits
    ]


def article_json(article: Article, sources: Sequence[str] = ()) -> Json:
    """An article with its clean text; quotes are slices of it. `sources` are the names of all that have this text."""
    record = asdict(article)
    del record["offsets"]
    return {**record, "sources": list(sources)} if sources else record


def list_json(articles: "list[ArticleInfo]") -> Json:
    """The articles as `list --json` prints them."""
    return {"articles": [asdict(one) for one in articles]}


def status_json(status: "IndexStatus", home: str, *, outdated: bool) -> Json:
    """The state of a library as `status --json` prints it; `outdated` as in `Library.is_outdated`."""
    return {"home": home, **asdict(status), "outdated": outdated}


def report_json(report: "AddReport | SyncReport | BuildReport | Plan") -> Json:
    """The report of `add`, `sync`, `index` or `index --plan`: its own fields."""
    return asdict(report)


def looked_text(answer: Answer) -> str:
    """What a refused question was held against: how many passages, and its words that none of those found has."""
    parts = []
    if answer.searched:
        passages = f"{answer.searched:,} passage{'' if answer.searched == 1 else 's'}"
        parts.append(words.SEARCHED.format(passages=passages))
    if answer.uncovered:
        more = len(answer.uncovered) - _MAX_UNCOVERED
        named = ", ".join(answer.uncovered[:_MAX_UNCOVERED]) + (f" and {more:,} more" if more > 0 else "")
        parts.append(words.UNCOVERED.format(words=named))
    return " ".join(parts)


def independent_text(answer: Answer) -> str:
    """On how many sources an answer stands, copies of one text counted once; "" where that was not counted."""
    if not answer.independent:
        return ""
    outlets = {citation.outlet.casefold() for citation in answer.citations}
    if answer.independent == 1:
        sources = "1 source"
    elif len(outlets) == 1 and "" not in outlets:
        sources = f"{answer.independent:,} articles of one outlet"
    else:
        sources = f"{answer.independent:,} independent sources"
    if not answer.reprints:
        return sources
    return f"{sources} ({answer.reprints:,} reprint{'' if answer.reprints == 1 else 's'} counted once)"


def standing_text(answer: Answer) -> str:
    """How many sentences of a language model are supported, and what else became of its text; "" for the reader's."""
    written = answer.written
    if written is None or written.failed or answer.refused:
        return ""
    standing = sum(one.support in STANDING for one in answer.sentences)
    total = len(answer.sentences)
    sentences = "sentence" if total == 1 else "sentences"
    parts = [words.STANDING.format(standing=standing, total=total, sentences=sentences)]
    if written.removed:
        parts.append(words.REMOVED.format(count=written.removed))
    if written.left_out:
        parts.append(words.GIVEN.format(given=written.given, total=written.given + written.left_out))
    return ", ".join(parts)


def _marked(answer: Answer) -> str:
    """The text of an answer; behind each sentence that its sources do not carry, what is wrong with it."""
    said = []
    for one in answer.sentences:
        wrong = [f"“{one.text[flag.start : flag.end]}” is {words.FLAGGED[flag.elsewhere]}" for flag in one.flags]
        verdict = [] if one.support in STANDING else [words.SUPPORT[one.support]]
        note = f" ({'; '.join([*verdict, *wrong])})" if verdict or wrong else ""
        said.append(one.text + "".join(f" [{n}]" for n in one.citations) + note)
    return " ".join(said)


def tried_json(tried: "Sequence[Tried]") -> list[Json]:
    """What came of trying language models."""
    return [asdict(one) for one in tried]


def tried_text(tried: "Sequence[Tried]") -> str:
    """The same, a line each, and what to do about those that do not work."""
    lines = []
    for one in tried:
        lines.append(f"{one.name}: {'answers' if one.works else one.message} ({one.seconds:.1f} s)")
        lines += [f"    {one.hint}"] if one.hint else []
    return "\n".join(lines)


def voices(answer: Answer) -> list[tuple[Side, list[Voice]]]:
    """Each side of a disagreement with those who give its answer, each with the citations where they do.

    That is whom the article quotes, and in which outlet; else the outlet, or the article's title where the outlet gives
    another side's answer too.
    """
    cited = {citation.n: citation for citation in answer.citations}
    sides = [(side, [cited[n] for n in dict.fromkeys(side.citations) if n in cited]) for side in answer.sides]
    outlets = [name for _, own in sides for name in {one.outlet for one in own if not one.speaker}]
    told = []
    for side, own in sides:
        by: dict[tuple[str, str], list[Citation]] = {}
        for one in own:
            outlet = one.outlet if outlets.count(one.outlet) == 1 else ""
            who = outlet or one.title or one.source
            if one.speaker:
                place = one.outlet or one.title or one.source
                who = words.SPEAKER_IN.format(speaker=one.speaker, place=place)
            by.setdefault((who, one.published or ""), []).append(one)
        told.append((side, [Voice(who, when, tuple(some)) for (who, when), some in by.items()]))
    return told


def answer_text(answer: Answer) -> str:
    """An answer for a terminal: what was searched when it differs, the sentences, and the sources they stand in."""
    parts = []
    if answer.standalone_question != answer.question.strip():
        parts.append(f"Searched for: {answer.standalone_question}")
    if answer.where and not answer.refused:  # a refusal tells of them in its reason
        parts.append(words.ONLY.format(filters=", ".join(labels(answer.where, answer.called))))
    if answer.preferences:
        parts.append(words.PREFERRING.format(labels=", ".join(one.label for one in answer.preferences)))
    if answer.refused:
        wrote = answer.written.failed if answer.written else ""
        parts.append("\n".join(part for part in (wrote, answer.reason, looked_text(answer)) if part))
        if answer.nearest:
            parts.append("Nearest:\n" + "\n".join(f"  {near.article_id}  {near.title}" for near in answer.nearest))
        return "\n\n".join(parts)
    parts += [answer.written.failed] if answer.written and answer.written.failed else []
    parts += answer.caveats
    if answer.short_answer:
        parts.append(answer.short_answer)
    if answer.sides:
        parts.append(_sides_text(answer))
    parts.append(textwrap.fill(_marked(answer), _WIDTH))
    parts.append(
        "\n".join(
            f"[{one.n}] {_described(one.title or one.source, one.outlet, one.published)}"
            f"{words.PAGE.format(page=one.page) if one.page else ''}  {one.article_id}"
            + (f"\n    {words.SPEAKER.format(speaker=one.speaker)}" if one.speaker else "")
            for one in answer.citations
        )
    )
    told = [standing_text(answer), independent_text(answer), f"As of {answer.as_of}" if answer.as_of else ""]
    if any(told):
        parts.append(". ".join(filter(None, told)))
    return "\n\n".join(parts)


def _sides_text(answer: Answer) -> str:
    """Each side's answer, and beside it, one below the other, who gives it."""
    lines = [f"{words.SIDES}:"]
    told = voices(answer)
    width = min(max(len(side.answer) for side, _ in told), _WIDTH // 2)
    for side, by in told:
        heads = textwrap.wrap(side.answer, width) if side.answer else []
        who = [
            f"{_described(one.who, '', one.when)} {''.join(f'[{cited.n}]' for cited in one.citations)}" for one in by
        ]
        lines += [f"  {head:<{width}}  {voice}".rstrip() for head, voice in zip_longest(heads, who, fillvalue="")]
    return "\n".join(lines)


def hits_text(hits: "list[Hit]", articles: Mapping[str, Article]) -> str:
    """Hits for a terminal."""
    blocks = []
    for hit in hits:
        article = articles[hit.passage.article_id]
        head = f"{hit.rank:>2}. {_described(article.title or article.source, article.outlet, article.published)}"
        blocks.append(
            f"{head}\n{textwrap.fill(hit.passage.text, _WIDTH, initial_indent='    ', subsequent_indent='    ')}"
        )
    return "\n\n".join(blocks) or "Nothing found."


def article_text(article: Article, sources: Sequence[str] = ()) -> str:
    """An article for a terminal: what is known of it, then its text."""
    return f"{known_text(article, sources)}\n\n{article.text}"


def known_text(article: Article, sources: Sequence[str] = ()) -> str:
    """What is known of an article, and how; `sources` as in `article_json`."""
    known = {name: str(getattr(article, name)) for name in FIELDS if getattr(article, name)}
    lines = [f"{name:<10}{value}  ({article.origins.get(name, 'stated')})" for name, value in known.items()]
    source = f"sources   {', '.join(sources)}" if len(sources) > 1 else f"source    {article.source}"
    return "\n".join([*lines, source, f"id        {article.id}"])


def links_json(links: "list[Linked]", feeds: Mapping[str, str]) -> Json:
    """The linked folders and the feeds."""
    return {
        "folders": [asdict(one) for one in links],
        "feeds": [{"url": url, "title": title} for url, title in feeds.items()],
    }


def links_text(links: "list[Linked]", feeds: Mapping[str, str]) -> str:
    """One line a linked folder, one a feed."""
    lines = [f"@{one.name:<20} {one.folder}" for one in links]
    lines += [f"{title:<21} {url}" for url, title in feeds.items()]
    return "\n".join(lines) or "No folder is linked, and no feed is known."


def list_text(articles: "list[ArticleInfo]") -> str:
    """One line an article; the copies of one text say which article stands for them, those of the same are counted."""
    lines = [
        f"{one.id}  {one.published or '-':<10}  {one.words:>6} words  {one.title or one.source}"
        + (f" ({one.outlet})" if one.outlet else "")
        + (f"  {one.sources} sources" if one.sources > 1 else "")
        + _copies(one)
        for one in articles
    ]
    return "\n".join(lines) or "The library has no articles yet."


def _copies(one: "ArticleInfo") -> str:
    if one.copies < 2:
        return ""
    return f"  [stands for {one.copies} copies]" if one.cluster == one.id else f"  [copy of {one.cluster}]"


def status_text(status: "IndexStatus", home: str, *, outdated: bool) -> str:
    """What the library holds and whether it is up to date."""
    dates = f", {status.earliest} to {status.latest}" if status.earliest else ""
    state = f"{status.waiting} waiting: chancery index" if status.waiting else "up to date"
    lines = [
        f"home      {home}",
        f"articles  {status.articles} from {len(status.outlets)} outlets{dates}",
        f"passages  {status.passages}",
        f"index     {state}",
    ]
    if outdated:
        lines.append("model     another one than the settings name made the index: chancery index")
    if status.skipped:
        lines.append(f"skipped   {status.skipped} sources, named by: chancery index")
    if status.same_text:
        lines.append(f"copies    {status.same_text} sources with the text of an article, named by: chancery show ID")
    return "\n".join(lines)


def added_text(report: AddReport) -> str:
    """What `add` took."""
    lines = [f"{len(report.added)} added, {len(report.changed)} changed, {len(report.unchanged)} unchanged"]
    lines += skipped_lines(report.skipped)
    if report.added or report.changed:
        lines.append("Make them answerable: chancery index")
    return "\n".join(lines)


def synced_text(report: "SyncReport") -> str:
    """What `sync` found."""
    counts = [
        ("added", report.added),
        ("changed", report.changed),
        ("unchanged", report.unchanged),
        ("gone", report.gone),
    ]
    lines = [", ".join(f"{len(keys)} {word}" for word, keys in counts)]
    lines += [f"  {word:<9}{key}" for word, keys in counts if word != "unchanged" for key in keys]
    lines += skipped_lines(report.skipped)
    if report.added or report.changed:
        lines.append("Make them answerable: chancery index")
    return "\n".join(lines)


def built_text(report: "BuildReport") -> str:
    """What `index` did."""
    counts = [("added", report.added), ("changed", report.changed), ("removed", report.removed)]
    if not any(names for _, names in counts) and not report.rebuilt:
        lines = [f"Nothing to do: {report.unchanged} articles are up to date."]
    else:
        lines = [f"The index was made anew: {report.rebuilt}."] if report.rebuilt else []
        lines += [f"  {verb:<9}{name}" for verb, names in counts for name in names]
        totals = ", ".join(f"{len(names)} {verb}" for verb, names in counts)
        lines.append(f"{totals}, {report.unchanged} unchanged; {report.passages} passages, {report.seconds:.1f} s")
    return "\n".join([*lines, *_left_lines(report.skipped), *uncompacted_lines(report.uncompacted)])


def uncompacted_lines(reason: str) -> list[str]:
    """That what was deleted still takes room on the disk, where it should not."""
    return [words.UNCOMPACTED.format(reason=reason)] if reason else []


def checkup_json(checkup: "Checkup") -> Json:
    """What the doctor found, and whether all is well."""
    return {"sound": checkup.sound, **asdict(checkup)}


def checkup_text(checkup: "Checkup") -> str:
    """What the doctor looked at, and each fault with the command that mends it."""
    looked = f"{checkup.articles:,} articles, {checkup.passages:,} passages, {checkup.sources:,} sources read again"
    lines = [f"Looked at {looked}."]
    lines += [f"  {fault.where}: {fault.what}\n    {fault.hint}" for fault in checkup.faults]
    if checkup.sound:
        lines.append("The index is whole, and says what the sources say.")
    if checkup.waiting:
        lines.append(f"{checkup.waiting:,} sources wait: chancery index")
    if checkup.dead:
        lines.append(f"{checkup.dead:,} rows are of deleted passages, and given back when they are many.")
    return "\n".join(lines)


def plan_text(plan: "Plan") -> str:
    """What `index` would do."""
    groups = [("add", plan.added), ("change", plan.changed), ("remove", plan.removed)]
    lines = [f"The index would be made anew: {plan.rebuild}."] if plan.rebuild else []
    lines += [f"  {verb:<9}{item.source}" for verb, items in groups for item in items]
    counts = ", ".join(f"{len(items)} to {verb}" for verb, items in groups)
    took = f"; about {lasting(plan.seconds)}" if plan.seconds is not None and plan.seconds >= 1 else ""
    lines.append(f"{counts}, {plan.unchanged} unchanged{took}")
    return "\n".join(lines + _left_lines(plan.skipped))


def _left_lines(skipped: Sequence[Skipped]) -> list[str]:
    """The sources that made no article of their own: those that could not, then the further ones of others' texts."""
    from index.changes import Twin

    copies = [one for one in skipped if isinstance(one, Twin)]
    counted = f"{len(copies)} cop{'y' if len(copies) == 1 else 'ies'}:"
    lines = [counted, *(f"  {one.source}: {one.reason}" for one in copies)] if copies else []
    return skipped_lines([one for one in skipped if not isinstance(one, Twin)]) + lines


def skipped_lines(skipped: Sequence[Skipped]) -> list[str]:
    """One line a skipped source: which, why, and what to do."""
    lines = [f"{len(skipped)} skipped:"] if skipped else []
    return lines + [f"  {one.source}: {one.reason}" + (f" ({one.hint})" if one.hint else "") for one in skipped]


def _described(title: str, outlet: str, published: str | None) -> str:
    return ", ".join(part for part in (title, outlet, published) if part)


def leavings_json(left: "Sequence[Leaving]") -> list[Json]:
    """What of a source is not in its article's text."""
    return [asdict(one) for one in left]


def leavings_text(left: "Sequence[Leaving]") -> str:
    """The same, a line each."""
    return "\n".join(f"{one.reason}: {one.text}" for one in left) or "Nothing was left out."
