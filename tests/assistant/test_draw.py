import html
import json
import re
import time
from dataclasses import replace

import pytest

from assistant.answer import Answer, Citation, Flag, Nearest, Preference, Sentence, Side, Written
from assistant.chats import Conversation
from assistant.filters import called
from assistant.holdings import Holdings
from assistant.ui import draw, draw_filters, draw_library, draw_line, draw_rail, draw_sentences, draw_sources, draw_turn
from assistant.ui.job import JobState
from corpus.article import Article
from index.build import BuildReport
from index.where import Where
from tests.assistant.test_preferences import an_article as a_listed_article

HARM = '<img src=x onerror="harm()"><script>harm()</script> {{harm}} ${harm}'
QUOTE = "The second <b>sentence</b> is quoted."
TEXT = f"A first sentence stands here. {QUOTE} A third follows.\n\nAnother paragraph."
START = TEXT.index(QUOTE)


def an_article(text: str = TEXT, title: str = "A title", url: str = "") -> Article:
    return Article("a1", "one.md", "one.md", "digest", title, "Desk", "", url, "2025-11-12", "en", text, ((0, 0),))


def a_citation(n: int = 1, title: str = "A title", outlet: str = "Desk", url: str = "") -> Citation:
    return Citation(n, "a1", "p1", "one.md", title, outlet, "2025-11-12", url, QUOTE, START, START + len(QUOTE))


def an_answer(**changed: object) -> Answer:
    given: dict[str, object] = {
        "question": "Which?",
        "standalone_question": "Which?",
        "refused": False,
        "reason": "",
        "short_answer": None,
        "sentences": (Sentence(QUOTE, (1,), "verbatim"),),
        "citations": (a_citation(),),
        "nearest": (),
        "engine": "e",
        "confidence": 1.0,
        "elapsed_ms": {},
    }
    return Answer(**{**given, **changed})  # type: ignore[arg-type]


def elements(drawn: str) -> set[str]:
    return set(re.findall(r"<([a-z0-9]+)", drawn))


def test_every_value_is_escaped() -> None:
    citation = replace(a_citation(title=HARM, outlet=HARM, url=f"https://example.org/{HARM}"), published=HARM)
    answer = an_answer(
        question=HARM,
        standalone_question=HARM + "?",
        short_answer=HARM,
        sentences=(Sentence(HARM, (1,), "verbatim", (1, len(HARM) + 40)),),
        citations=(replace(citation, speaker=HARM),),
        sides=(Side(HARM, (1, 7)), Side(HARM, ())),
        caveats=(HARM,),
        where=Where(outlets=(HARM,)),
        preferences=(Preference(Where(), HARM, HARM),),
    )
    refusal = an_answer(
        refused=True, reason=HARM, nearest=(Nearest(HARM, HARM),), sentences=(), citations=(), uncovered=(HARM,)
    )
    bold = replace(answer, sides=(), sentences=(Sentence(HARM, (1,), "verbatim", (3, len(HARM))),))
    only = an_answer(refused=True, sentences=(), citations=(), uncovered=(HARM,))
    article = an_article(text=TEXT.replace("first", HARM), title=HARM, url=f"https://example.org/{HARM}")
    drawn = [
        draw_turn.turn(1, answer, lambda _: article, 3),
        draw_turn.turn(1, refusal, lambda _: None, 3),
        draw_turn.turn(1, bold, lambda _: article, 3),
        draw_turn.turn(1, only, lambda _: article, 3),
        draw_sources.cards((citation, replace(citation, n=2, speaker=HARM)), lambda _: article),
        draw_turn.growing(1, HARM, HARM, answer.sentences, answer.citations),
        draw_turn.stopped(1, HARM, HARM, HARM),
        draw_sources.unreadable(HARM, HARM),
        draw_sources.reader(article, 0, 0, HARM),
    ]
    for one in drawn:
        assert "&lt;script&gt;" in one
        assert not elements(one) & {"img", "script"}
        assert 'onerror="' not in one


def test_a_card_marks_exactly_the_quote_inside_its_paragraph() -> None:
    card = draw_sources.cards((a_citation(),), lambda _: an_article())
    marked = f'<mark data-n="1" data-start="{START}" data-end="{START + len(QUOTE)}">{draw.text(QUOTE)}</mark>'
    assert f"A first sentence stands here. {marked} A third follows.</p>" in card
    assert "Another paragraph" not in card


@pytest.mark.parametrize(
    ("article", "words"),
    [(None, "no longer in the library"), (an_article("Something else entirely."), "has changed since")],
)
def test_a_card_says_when_its_quote_no_longer_stands_there(article: Article | None, words: str) -> None:
    card = draw_sources.cards((a_citation(),), lambda _: article)
    assert words in card
    assert f">{draw.text(QUOTE)}</mark>" in card


def a_quote(n: int, words: str, article_text: str, article_id: str = "a1", speaker: str = "") -> Citation:
    start = article_text.index(words)
    return Citation(
        n, article_id, "p", "one.md", "A title", "", None, "", words, start, start + len(words), speaker=speaker
    )


def test_an_article_has_one_card_with_its_quotes_numbered_in_its_order() -> None:
    quoted = [
        a_quote(1, "A third follows.", TEXT),
        replace(a_citation(2), article_id="a2"),
        a_quote(3, "Another paragraph.", TEXT),
        a_quote(4, QUOTE, TEXT),
    ]
    drawn = draw_sources.cards(quoted, lambda _: an_article())
    assert drawn.count('<article class="card"') == 2
    assert '<span class="n">1, 3, 4</span>' in drawn
    assert re.findall(r'data-n="(\d)"', drawn) == ["4", "1", "3", "2"]
    first = drawn.partition("</article>")[0]
    assert first.count('<p class="pas" dir="auto">') == 2  # the quotes of one paragraph stand in it together
    assert f'{draw.text(QUOTE)}</mark><sup class="k">4</sup> <mark data-n="1"' in first
    assert first.count('data-do="read"') == 1
    assert "<sup" not in drawn.partition("</article>")[2]


def test_quotes_that_overlap_or_no_longer_stand_are_each_shown_whole() -> None:
    quoted = [a_quote(1, "A first sentence stands", TEXT), a_quote(2, "sentence stands here.", TEXT)]
    moved = replace(a_quote(3, "A third follows.", TEXT), start=0, end=16)
    drawn = draw_sources.cards([*quoted, moved], lambda _: an_article())
    for one in [*quoted, moved]:
        assert f">{one.quote}</mark>" in drawn
    assert drawn.count("has changed since") == 1
    assert drawn.count('<p class="pas" dir="auto">') == 3


def test_a_card_of_several_quotes_shows_less_around_each() -> None:
    filler = " ".join(["word"] * 150)
    long = f"{filler} ONE. {filler} TWO. {filler}"
    both = [a_quote(1, "ONE.", long), a_quote(2, "TWO.", long)]
    alone = draw_sources.cards(both[:1], lambda _: an_article(long))
    together = draw_sources.cards(both, lambda _: an_article(long))
    assert together.count('<p class="pas" dir="auto">') == 2
    assert together.count("word") < 2 * alone.count("word")


def test_the_reader_marks_the_quote_and_says_so_when_it_cannot() -> None:
    shown = draw_sources.reader(an_article(), START, START + len(QUOTE), QUOTE)
    assert f"<mark>{draw.text(QUOTE)}</mark>" in shown
    assert 'role="dialog" aria-modal="true"' in shown
    moved = draw_sources.reader(an_article(), START + 1, START + len(QUOTE), QUOTE)
    assert "<mark>" not in moved
    assert "has changed since" in moved


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_only_web_addresses_are_linked(url: str, linked: bool) -> None:
    assert ("<a href" in draw.original(url)) is linked


def test_long_surroundings_are_cut_at_words() -> None:
    text = "word " * 200 + "QUOTE" + " word" * 200
    before, after = draw_sources.around(text, text.index("QUOTE"), text.index("QUOTE") + 5)
    assert before.startswith("… word")
    assert after.endswith("word …")
    assert len(before) <= 310
    assert len(after) <= 310


def test_the_short_answer_is_bold_where_the_sentence_has_it_and_else_comes_first() -> None:
    place = QUOTE.index("second")
    said = (Sentence(QUOTE, (1,), "verbatim", (place, place + 6)),)
    inside = draw_turn.turn(1, an_answer(short_answer="second", sentences=said), lambda _: None, 1)
    assert 'The <b class="short">second</b> &lt;b&gt;' in inside
    first = draw_turn.turn(1, an_answer(short_answer="Elsewhere"), lambda _: None, 1)
    assert '<p dir="auto"><b class="short">Elsewhere</b></p>' in first


def test_the_last_word_may_be_the_short_answer() -> None:
    last = (Sentence("It was in 1987.", (1,), "verbatim", (7, 14)),)
    drawn = draw_turn.turn(1, an_answer(sentences=last), lambda _: None, 1)
    assert '<b class="short">in </b><span class="cs"><b class="short">1987</b>.' in drawn


def test_what_a_passage_does_not_say_is_marked_with_the_reason() -> None:
    said = "On 8 March 77 boats left."
    flags = (Flag("date", 3, 10, elsewhere=True), Flag("number", 11, 13))
    drawn = draw_sentences.sentences_of([Sentence(said, (1,), "partly", flags=flags)], [a_citation()])
    marked = re.findall(r'<mark class="flag" title="([^"]+)">([^<]+)</mark>', drawn)
    assert marked == [
        ("said of something else in a passage that it cites", "8 March"),
        ("not in a passage that it cites", "77"),
    ]


def test_sides_are_a_table_of_what_who_and_when() -> None:
    citations = (
        a_citation(),
        replace(a_citation(2), speaker="Ada Vale", published=None),
        replace(a_citation(3), outlet="", published="2025-10"),
    )
    sides = (Side("1931", (1, 3)), Side("1932", (2, 9)), Side("1933", (9,)))
    drawn = draw_turn.turn(1, an_answer(sides=sides, citations=citations), lambda _: None, 1)
    assert "<caption>The sources differ</caption>" in drawn
    assert (
        '<th scope="rowgroup" rowspan="2" dir="auto">1931</th><td><bdi>Desk</bdi></td><td>12 Nov 2025</td><td><button'
        in drawn
    )
    assert "</tr><tr><td><bdi>A title</bdi></td><td>Oct 2025</td><td><button" in drawn
    assert (
        '<th scope="rowgroup" rowspan="1" dir="auto">1932</th><td><bdi>Ada Vale, in Desk</bdi></td><td></td>' in drawn
    )
    assert '<tr><th scope="rowgroup" rowspan="1" dir="auto">1933</th></tr>' in drawn
    assert drawn.index("<table") < drawn.index('class="s verbatim"')
    assert '<table class="sides">' not in draw_turn.turn(1, an_answer(), lambda _: None, 1)


@pytest.mark.parametrize(
    ("said", "way"), [("הן הגיעו.", "rtl"), ("وصلت.", "rtl"), ("12 boats came.", "ltr"), ("", "ltr")]
)
def test_sentences_follow_each_other_in_the_direction_of_their_script(said: str, way: str) -> None:
    sentences = (Sentence(said, (1,), "verbatim"), Sentence("Come.", (1,), "verbatim"))
    for drawn in (
        draw_turn.turn(1, an_answer(sentences=sentences), lambda _: None, 1),
        draw_turn.growing(1, "Which?", "Reading…", sentences, (a_citation(),)),
        draw_turn.growing(1, "Which?", "Writing…", writing=said),
    ):
        assert f'<p dir="{way}"><span class="' in drawn or f'<p dir="{way}"> <span class="writing"' in drawn or not said


def test_each_part_of_a_line_about_an_article_keeps_its_own_direction() -> None:
    assert draw.meta("הארץ", "2025-11-12", "b<r>") == "<bdi>הארץ</bdi>, <bdi>12 Nov 2025</bdi>, <bdi>b&lt;r&gt;</bdi>"


def test_what_is_copied_has_no_line_breaks_of_its_sources() -> None:
    wrapped = "One that is\nwrapped."
    answer = an_answer(
        sentences=(Sentence(wrapped, (1,), "verbatim"),), citations=(replace(a_citation(), quote=wrapped),)
    )
    copied = "Which?\n\nOne that is wrapped. [1]\n\n[1] “One that is wrapped.” A title, Desk, 12 Nov 2025"
    assert draw_turn.plain(answer) == copied


@pytest.mark.parametrize(
    ("hours", "group"),
    [(0, "Today"), (-1, "Yesterday"), (-24, "Yesterday"), (-30, "Previous 7 days"), (-200, "Earlier")],
)
def test_conversations_are_told_by_when_they_were_last_asked(hours: int, group: str) -> None:
    midnight = time.mktime((*time.localtime()[:3], 0, 0, 0, 0, 0, -1))
    when = midnight + hours * 3600 if hours else time.time()
    assert f'<div class="group">{group}</div>' in draw_rail.rail([Conversation(1, "One", "own", when, when)], None)


def test_a_caveat_is_read_before_the_answer() -> None:
    drawn = draw_turn.turn(1, an_answer(caveats=("All sources used are older.",)), lambda _: None, 1)
    assert drawn.index('<p class="notice">All sources used are older.</p>') < drawn.index('class="s verbatim"')


def test_a_card_tells_whom_the_article_reports() -> None:
    reported = replace(a_citation(), speaker="Ada Vale")
    some = draw_sources.cards([reported, a_citation(2)], lambda _: None)
    assert (
        '<p class="meta who" data-of="1"><span class="which">1: </span><bdi>Ada Vale</bdi>, as the article reports</p>'
        in some
    )
    every = draw_sources.cards([reported, replace(reported, n=2)], lambda _: None)
    assert every.count('<p class="meta who" data-of="1 2"><bdi>Ada Vale</bdi>, as the article reports</p>') == 1
    assert "who" not in draw_sources.cards([a_citation()], lambda _: None)


def test_a_mark_tells_on_hover_what_it_stands_for() -> None:
    cited = (replace(a_citation(), speaker="Ada Vale"),)
    drawn = draw_turn.turn(1, an_answer(citations=cited), lambda _: None, 1)
    label = "Source 1: A title, Desk, 12 Nov 2025. Ada Vale, as the article reports"
    assert f'aria-label="{label}"' in drawn
    assert "as the article reports" not in draw_turn.turn(1, an_answer(), lambda _: None, 1)


def test_a_refusal_tells_what_was_searched_and_what_nothing_has() -> None:
    answer = an_answer(
        refused=True, reason="No.", sentences=(), citations=(), searched=1200, uncovered=("Ostra", "Velm")
    )
    drawn = draw_turn.turn(1, answer, lambda _: None, 1)
    assert "1,200 passages searched. No passage found has: Ostra, Velm." in drawn


def test_the_trust_line_counts_sentences_that_stand_and_warns_of_the_others() -> None:
    two = (Sentence(QUOTE, (1,), "verbatim"), Sentence("Not said anywhere.", (), "unsupported"))
    drawn = draw_turn.turn(1, an_answer(sentences=two), lambda _: None, 1)
    assert '<span class="warn">1 of 2 sentences stand in their sources</span>' in drawn
    assert "<span>as of 12 Nov 2025</span>" in drawn
    assert 'class="s unsupported"' in drawn


def test_the_standalone_question_is_shown_only_when_it_differs() -> None:
    assert "Searched in 1 article" in draw_turn.turn(1, an_answer(), lambda _: None, 1)
    refused = replace(an_answer(), refused=True, sentences=(), citations=())
    assert 'Searched for: <b dir="auto">' in draw_turn.turn(1, refused, lambda _: None, 1)
    follow_up = draw_turn.turn(1, an_answer(standalone_question="Which of <two>?"), lambda _: None, 2)
    assert 'Searched for: <b dir="auto">Which of &lt;two&gt;?</b> in 2 articles' in follow_up


@pytest.mark.parametrize(
    "hint", ["List the articles: chancery list", "Build it again: chancery index --rebuild", "Use --rebuild."]
)
def test_a_command_line_is_never_advised_in_the_window(hint: str) -> None:
    assert draw.advice(hint) == ""
    assert "chancery" not in draw_turn.stopped(1, "Which?", "It is broken.", hint)
    failed = draw_library.progress(JobState(failure=f"It is broken.\n{hint}"))
    assert "It is broken." in failed
    assert "chancery" not in failed
    assert 'data-do="plan"' in failed
    assert draw.advice("Ask <shorter>.") == "Ask &lt;shorter&gt;."


def test_a_rebuild_is_not_reported_as_articles_added() -> None:
    report = BuildReport(("one.md", "two.md"), (), (), 0, (), 2, 2, 0.1, "asked for")
    assert "Rebuilt 2 articles" in draw_library.report(report)
    assert "Added" not in draw_library.report(report)
    assert "Added: 2" in draw_library.report(replace(report, rebuilt=""))


def test_a_turn_keeps_its_filters_and_shows_its_preferences() -> None:
    answer = an_answer(where=Where(("RT",), "2025-03"), preferences=(Preference(Where(), "in May 2025", "May 2025"),))
    drawn = draw_turn.turn(1, answer, lambda _: None, 3)
    assert 'data-where="{&quot;outlets&quot;: [&quot;RT&quot;], &quot;since&quot;: &quot;2025-03&quot;}"' in drawn
    assert "Searched in 3 articles; only: RT, since Mar 2025" in drawn
    assert 'data-do="unprefer" data-label="May 2025"' in drawn
    assert "Preferring" not in draw_turn.turn(1, an_answer(), lambda _: None, 3)


def test_a_turn_tells_articles_and_copies_by_their_titles() -> None:
    where = Where(articles=("a1",), clusters=("a2",))
    held = Holdings([replace(a_listed_article(1), title=HARM), replace(a_listed_article(2), title="B", copies=3)])
    older = draw_turn.turn(1, an_answer(where=where), lambda _: None, 3, holdings=held)
    assert f"; only: {draw.text(called(HARM))}, 3 copies of “B”" in older
    kept = an_answer(where=where, called=("“Then”", "2 copies of “Then”"))
    drawn = draw_turn.turn(1, kept, lambda _: None, 3, holdings=held)
    assert "; only: “Then”, 2 copies of “Then”" in drawn
    titles = json.loads(html.unescape(re.findall('data-called="([^"]*)"', drawn)[0]))
    assert titles == {"articles a1": "“Then”", "clusters a2": "2 copies of “Then”"}


def test_a_card_offers_its_article_its_outlet_and_its_copies_alone() -> None:
    alone = Holdings([a_listed_article(1)])
    copies = Holdings([replace(a_listed_article(n), title="B", cluster="a2", copies=2) for n in (1, 2)])
    bare = replace(an_article(), outlet="", published=None)

    def offered(article: Article, holdings: Holdings) -> list[str]:
        return re.findall(
            r'aria-label="(Only [^"]*)"', draw_sources.cards((a_citation(),), lambda _: article, holdings)
        )

    assert offered(bare, alone) == ["Only this article"]
    assert offered(an_article(), alone) == ["Only this article", "Only this outlet", "Only its time or language"]
    assert "Only these 2 copies" in offered(bare, copies)
    card = draw_sources.cards((a_citation(),), lambda _: an_article(title=HARM), copies)
    assert 'data-clusters="a2" data-copies="2 copies of “B”"' in card
    assert "<script>" not in card
    assert 'class="only"' not in draw_sources.cards((a_citation(),), lambda _: None, copies)


def a_dated(n: int, published: str | None) -> Citation:
    return replace(a_citation(n), article_id=f"a{n}", published=published)


def test_sources_stand_on_a_line_by_date_and_undated_ones_apart() -> None:
    dates = ["2025-01-01", None, "2025-07", "2026-01-01"]
    drawn = draw_line.line([a_dated(n, published) for n, published in enumerate(dates, 1)])
    dated, _, undated = drawn.partition('<div class="undated">')
    assert re.findall(r'data-n="(\d)" style="left:calc\(([\d.]+)%', dated) == [
        ("1", "0.0"),
        ("3", "50.0"),
        ("4", "100.0"),
    ]
    assert "<span>1 Jan 2025</span><span>1 Jan 2026</span>" in dated
    assert 'aria-label="Source 2, undated: A title"' in undated
    assert "<span>undated</span>" in undated


def test_one_source_or_one_day_has_its_line_too() -> None:
    drawn = draw_line.line([a_dated(1, "2025-01-01"), a_dated(1, "2025-01-01")])
    assert drawn.count('class="dot"') == drawn.count("1 Jan 2025</span>") == 1
    beside = draw_line.line([a_dated(1, "2025-01-01"), a_dated(2, "2025-01-01")])
    assert re.findall(r"calc\(50.0% \+ (-?\d+)px\)", beside) == ["-7", "7"]
    alone = draw_line.line([a_dated(1, None), a_dated(2, "soon")])
    assert 'class="dated"' not in alone
    assert "2 undated" in alone
    assert draw_line.line([]) == ""


def test_what_a_model_had_written_is_shown_as_text() -> None:
    failed = Written("m", "", failed="It broke off.", draft="It rained. It snowed <b>hard</b>")
    drawn = draw_turn.turn(1, an_answer(written=failed), lambda _: None, 3)
    assert '<p dir="auto">It rained. It snowed &lt;b&gt;hard&lt;/b&gt;</p>' in drawn
    nothing = draw_turn.turn(1, an_answer(written=replace(failed, draft="")), lambda _: None, 3)
    assert "What it had written" not in nothing


def test_the_panel_of_filters_has_what_the_library_has() -> None:
    few = Holdings([a_listed_article(1, HARM, "2019-08"), a_listed_article(2, "RT", "2026")])
    drawn = draw_filters.panel(few)
    assert elements(drawn) == {"div", "fieldset", "legend", "label", "input", "span", "p", "button"}
    assert "from 2019 to 2026" in drawn
    assert drawn.count('data-filter="outlets"') == 2
    assert "Languages" not in drawn
    assert "data-find" not in drawn
    many = [a_listed_article(n, f"Outlet {n}", None, "en" if n else "ru") for n in range(13)]
    assert 'data-find="outlets"' in draw_filters.panel(Holdings(many))
    assert "Languages" in draw_filters.panel(Holdings(many))
    assert draw_filters.panel(Holdings()) == ""


def test_a_card_names_the_pages_of_its_quotes() -> None:
    quoted = [replace(a_citation(1), page=3), replace(a_citation(2), page=3), replace(a_citation(3), page=12)]
    assert ">, pages 3, 12</span></p>" in draw_sources.cards(quoted, lambda _: an_article())
    assert ">, page 3</span></p>" in draw_sources.cards(quoted[:1], lambda _: an_article())
    assert "page" not in draw_sources.cards([a_citation()], lambda _: an_article()).split('<div class="links">')[0]


def test_lines_that_were_wrapped_flow_and_places_stay() -> None:
    wrapped = (
        "The delegations ended their talks on the strait on Monday\nevening, and nobody left.\n\nShort\nlines stay.\n"
    )
    items = "What was agreed in the old customs house of the port:\n- sailors\n- ships"
    shown = draw_sources.flowing(wrapped + items)
    assert len(shown) == len(wrapped + items)
    assert "on Monday evening, and nobody left.\n\nShort\nlines stay." in shown
    assert shown.endswith("port:\n- sailors\n- ships")
    two = "word " * 12 + "\n" + "word " * 12 + "\nend"
    assert "\n" not in draw_sources.flowing(two)
