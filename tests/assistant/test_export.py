"""The forms of an export as text: JSON, Markdown, HTML, and the names of files."""

import json
import re
import time
from dataclasses import fields, replace
from typing import get_args

import pytest
from lxml import html

from assistant.answer import Answer, Citation, Nearest, Preference, Read, Sentence, Side
from assistant.export import Exported, Form, export, file_name, links
from assistant.export.markdown import text as as_markdown
from index.where import Where
from prompts import words

HARM = '<img src=x onerror="harm()"><script>harm()</script> *a* _b_ [c](javascript:d) `e` # f & | $g$'
CYRILLIC = "Лодочник Савва Тихий открыл переправу через реку Мору в 1931 году; «платы не берём», — говорил он."
HEBREW = "המעבורת נפתחה בשנת 1931 על הנהר."
LONG = "Wassersportgerätevermietung" * 40
QUOTE = "The ferry over the Mora opened in 1931, and for its first two summers nobody paid to cross the river."
ELEMENTS = (
    "html head meta title style body main header nav h1 h2 h3 p ul ol li section div table caption tbody tr th td"
)
INLINE = "td sup a b i span cite bdi blockquote"
MOMENT = 1_700_000_000.0  # 14 Nov 2023, 22:13:20 UTC
TEXTS: tuple[Form, ...] = ("markdown", "html", "json")


def a_citation(n: int = 1, quote: str = QUOTE, **changed: object) -> Citation:
    one = Citation(n, f"a{n}", f"p{n}", "ferry.md", "The Mora ferry", "Upland Gazette", "1998-07-05", "", quote, 40, 0)
    return replace(one, end=40 + len(quote), **changed)  # type: ignore[arg-type]


def an_answer(**changed: object) -> Answer:
    given: dict[str, object] = {
        "question": "When did the ferry open?",
        "standalone_question": "When did the ferry open?",
        "refused": False,
        "reason": "",
        "short_answer": None,
        "sentences": (Sentence(QUOTE, (1,), "verbatim"),),
        "citations": (a_citation(),),
        "nearest": (),
        "engine": "e",
        "confidence": 0.75,
        "elapsed_ms": {"total": 12.5},
    }
    return Answer(**{**given, **changed})  # type: ignore[arg-type]


def a_refusal(**changed: object) -> Answer:
    given = {"refused": True, "reason": "The library does not answer this.", "sentences": (), "citations": ()}
    near = (Nearest("a7", "Boats of the upper Mora"),)
    return an_answer(**{**given, "nearest": near, "searched": 31, "uncovered": ("toll",), **changed})


def exported(*answers: Answer, title: str = "The ferry") -> Exported:
    turns = [(MOMENT + number, answer) for number, answer in enumerate(answers)]
    return Exported(title, "Rivers", "edition 4", MOMENT + 3600, turns)


def full() -> Answer:
    """An answer in which nothing is empty."""
    return an_answer(
        question="And when?",
        standalone_question="When did the Mora ferry open?",
        short_answer="1931",
        sentences=(
            Sentence(QUOTE, (1, 2), "verbatim", (QUOTE.index("1931"), QUOTE.index("1931") + 4)),
            Sentence("It was free.", (3,), "partly"),
            Sentence("All were glad.", (), "unsupported"),
        ),
        citations=(
            a_citation(1, url="https://example.org/mora?id=7", page=3),
            a_citation(2, CYRILLIC, speaker="Savva Tikhy", title="Переправа"),
            a_citation(3, HEBREW, title="", published=None),
        ),
        nearest=(Nearest("a9", "Bridges"),),
        sides=(Side("1931", (1, 2)), Side("the spring of 1933", (3,))),
        uncovered=("toll",),
        searched=12,
        caveats=("All sources are old.",),
        where=Where(outlets=("Upland Gazette",), since="1990"),
        preferences=(Preference(Where(until="1999-12"), "before 2000", "until Dec 1999"),),
        ignored=("since 1800",),
        independent=3,
        reprints=2,
        read=(Read("a8", "Toll roads", "Upland Gazette", "1997", 5, 90),),
    )


def page(conversation: Exported) -> html.HtmlElement:
    return html.document_fromstring(export(conversation, "html").decode())


def spaced(value: str) -> str:
    return " ".join(value.split())


# JSON


def test_json_has_everything_of_the_answer() -> None:
    answer = full()
    record = json.loads(export(exported(answer), "json"))
    assert list(record) == ["schema", "title", "library", "version", "exported_at", "turns"]
    assert record["schema"] == "chancery-export/1"
    assert (record["library"], record["version"]) == ("Rivers", "edition 4")
    assert (record["exported_at"], record["turns"][0]["asked_at"]) == ("2023-11-14T23:13:20Z", "2023-11-14T22:13:20Z")
    turn = record["turns"][0]
    renamed = {"where": "filters", "written": "model"}
    assert {renamed.get(field.name, field.name) for field in fields(Answer)} <= set(turn)
    assert turn["citations"] == [
        {field.name: getattr(one, field.name) for field in fields(one)} for one in answer.citations
    ]
    assert [one["support"] for one in turn["sentences"]] == ["verbatim", "partly", "unsupported"]
    assert turn["sides"] == [
        {"answer": "1931", "citations": [1, 2]},
        {"answer": "the spring of 1933", "citations": [3]},
    ]
    assert turn["filters"] == {"outlets": ["Upland Gazette"], "since": "1990"}
    assert turn["as_of"] == "1998-07-05"


def test_json_keeps_what_utf_8_cannot_write() -> None:
    record = json.loads(export(exported(an_answer(question="Half \ud83d of it")), "json"))
    assert record["turns"][0]["question"] == "Half \ud83d of it"


# every form of text


@pytest.mark.parametrize("form", TEXTS)
def test_every_form_tells_all_of_an_answer(form: Form) -> None:
    told = export(exported(full(), a_refusal()), form).decode()
    for part in (
        "When did the Mora ferry open?",
        "All sources are old.",
        "Upland Gazette",
        "until Dec 1999",
        "since 1800",
        "the spring of 1933",
        "Savva Tikhy",
        "Переправа",
        CYRILLIC,
        HEBREW,
        "ferry.md",
        "https://example.org/mora?id=7",
        "The library does not answer this.",
        "toll",
        "Boats of the upper Mora",
        "edition 4",
    ):
        assert part in told, part
    if form != "json":
        assert "(only partly supported)" in told
        assert "(not supported by its sources)" in told
        assert "5 Jul 1998" in told
        assert "3 articles of one outlet (2 reprints counted once). As of 5 Jul 1998" in told
        assert "page 3" in told
        assert "Exported from Chancery on 14 Nov 2023, 23:13 UTC" in told
        assert "Asked 14 Nov 2023, 22:13 UTC" in told


@pytest.mark.parametrize("form", TEXTS)
def test_what_stands_as_it_is_quoted_is_not_doubted(form: Form) -> None:
    told = export(exported(an_answer(sentences=(Sentence(QUOTE, (1,), "supported"),))), form).decode()
    assert words.SUPPORT["supported"] not in told
    assert spaced(QUOTE) in told


@pytest.mark.parametrize("form", get_args(Form))
def test_an_empty_conversation_is_a_whole_file(form: Form) -> None:
    nothing = export(Exported("", "", "", MOMENT, []), form)
    if form == "json":
        assert json.loads(nothing)["turns"] == []
    elif form != "pdf":
        assert "Nothing was asked yet." in nothing.decode()
        assert "Conversation" in nothing.decode()
    assert nothing


@pytest.mark.parametrize("form", get_args(Form))
def test_texts_that_no_encoding_has_do_no_harm(form: Form) -> None:
    odd = "odd \ud800\x00\x1b\u202e\ufffe\u200d end"
    sides = (Side(odd, (1, 9)), Side(odd, ()))
    answer = an_answer(
        question=odd, sentences=(Sentence(odd, (1, 9), "verbatim"),), citations=(a_citation(1, odd),), sides=sides
    )
    made = export(exported(answer, title=odd), form)
    assert b"\x1b" not in made or form == "pdf"
    assert made.decode(errors="strict").count("end") >= 4 if form != "pdf" else made.startswith(b"%PDF")


@pytest.mark.parametrize("form", TEXTS)
def test_fifty_turns_take_a_moment(form: Form) -> None:
    many = exported(*[full()] * 50)
    export(many, form)
    start = time.perf_counter()
    export(many, form)
    assert time.perf_counter() - start < 1.0  # a tenth of it on a quiet machine


# Markdown


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("*a* _b_ `c` [d](e) <f> #g", r"\*a\* \_b\_ \`c\` \[d\](e) \<f\> \#g"),
        ("1931. It opened", r"1931\. It opened"),
        ("7) and 3. of", r"7\) and 3. of"),
        ("- a list\n+ or two", r"\- a list + or two"),
        ("===", r"\==="),
        ("a | b & c ~ d $e$ \\f", r"a \| b \& c \~ d \$e\$ \\f"),
        ("    four spaces", "four spaces"),
        ("A-b = c, 3.5 (or so)!", "A-b = c, 3.5 (or so)!"),
    ],
)
def test_markdown_is_escaped_where_it_would_be_read(value: str, written: str) -> None:
    assert as_markdown(value) == written


def test_hostile_markdown_stays_text_wherever_it_stands() -> None:
    hostile = replace(a_citation(1, HARM), title=HARM, outlet=HARM, speaker=HARM, url=HARM)
    answer = an_answer(
        question=HARM,
        standalone_question=HARM + "?",
        sentences=(Sentence(HARM, (1,), "partly", (0, 20)),),
        citations=(hostile,),
        sides=(Side(HARM, (1,)), Side("no", ())),
        caveats=(HARM,),
        ignored=(HARM,),
    )
    told = export(
        exported(answer, a_refusal(reason=HARM, nearest=(Nearest("a", HARM),)), title=HARM), "markdown"
    ).decode()
    own = re.sub(r'<a id="t1-s1"></a>|\*\*\\\[1\\\]\*\*|\[\\\[1\\\]\]\(#t1-s1\)', "", told)
    assert told.count("harm()") >= 12
    assert re.search(r"(?<!\\)<", own) is None
    assert re.search(r"(?<!\\)`", own) is None
    assert re.search(r"(?<!\\)\[", own) is None
    assert "](javascript" not in own.replace(r"\](javascript", "")


def test_markdown_links_each_mark_to_its_source() -> None:
    told = export(exported(full(), full()), "markdown").decode()
    led = re.findall(r"\]\(#(t\d-s\d)\)", told)
    assert set(led) == {f"t{turn}-s{n}" for turn in (1, 2) for n in (1, 2, 3)}
    assert all(told.count(f'<a id="{name}"></a>') == 1 for name in led)


def test_markdown_keeps_the_paragraphs_of_a_quote() -> None:
    told = export(exported(an_answer(citations=(a_citation(1, "One.\n\n# Two."),))), "markdown").decode()
    assert "> One.\n>\n> \\# Two." in told


@pytest.mark.parametrize("form", TEXTS)
def test_line_breaks_that_only_wrap_a_quote_are_not_shown(form: Form) -> None:
    cited = (a_citation(1, "One that is\nwrapped.\n \nTwo."),)
    told = export(exported(an_answer(citations=cited)), form).decode()
    assert ("One that is\\nwrapped." if form == "json" else "One that is wrapped.") in told


def test_markdown_says_the_short_answer_in_bold() -> None:
    inside = export(exported(full()), "markdown").decode()
    assert "opened in **1931**, and" in inside
    lead = export(exported(an_answer(short_answer="«In 1931»")), "markdown").decode()
    assert "«**In 1931**»" in lead


# HTML


def test_html_has_each_quote_as_text() -> None:
    citations = tuple(a_citation(n, f"{HARM} {n} {CYRILLIC}\n{HEBREW} {LONG}", title=HARM) for n in range(1, 51))
    tree = page(exported(an_answer(sentences=(Sentence("A", tuple(range(1, 51)), "verbatim"),), citations=citations)))
    assert [one.text_content() for one in tree.iter("blockquote")] == [
        one.quote.replace("\n", " ") for one in citations
    ]
    assert all(one.get("dir") == "auto" for one in tree.iter("blockquote"))
    assert [one.get("value") for one in tree.xpath("//ol[@class='sources']/li")] == [str(n) for n in range(1, 51)]
    assert [one.text_content() for one in tree.xpath("//sup/a")] == [f"[{n}]" for n in range(1, 51)]
    assert all(tree.get_element_by_id(one.get("href")[1:]) is not None for one in tree.xpath("//sup/a"))


def test_html_has_no_element_attribute_or_address_of_another() -> None:
    hostile = replace(a_citation(1, HARM), title=HARM, outlet=HARM, speaker=HARM, published=HARM, source=HARM)
    citations = (
        replace(hostile, url="javascript:harm()"),
        replace(hostile, n=2, url='https://example.org/"onclick="harm()'),
        replace(hostile, n=3, url="data:text/html,<script>harm()</script>"),
        replace(hostile, n=4, url="//example.org/x"),
    )
    answer = an_answer(
        question=HARM,
        standalone_question=HARM + "?",
        short_answer=HARM,
        sentences=(Sentence(HARM, (1, 2, 3, 4, 7), "partly"),),
        citations=citations,
        sides=(Side(HARM, (1, 2)), Side(HARM, ())),
        caveats=(HARM,),
        where=Where(outlets=(HARM,)),
        preferences=(Preference(Where(), HARM, HARM),),
        ignored=(HARM,),
    )
    refusal = a_refusal(reason=HARM, nearest=(Nearest(HARM, HARM),), uncovered=(HARM,))
    tree = page(exported(answer, refusal, title=HARM))
    assert {one.tag for one in tree.iter()} <= set(f"{ELEMENTS} {INLINE}".split())
    names = {name for one in tree.iter() for name in one.attrib}
    assert not [name for name in names if name.startswith("on") or name in {"style", "src"}]
    led = [one.get("href") for one in tree.iter("a")]
    assert [one for one in led if not one.startswith("#")] == [links.to_quote(citations[1].url, HARM)]
    assert led[-1].startswith("https://example.org/%22onclick=%22harm")
    assert HARM in tree.find(".//h2").text_content()


def test_html_forbids_everything_but_its_own_style() -> None:
    tree = page(exported(full()))
    rules = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in rules
    assert re.search(r"style-src 'sha256-[\w+/]{43}='", rules)
    assert "unsafe" not in rules
    assert "url(" not in tree.find(".//style").text
    assert "@import" not in tree.find(".//style").text


def test_html_tells_the_sides_in_a_table() -> None:
    table = page(exported(full())).find(".//table")
    rows = [[spaced(cell.text_content()) for cell in row] for row in table.iter("tr")]
    assert rows == [
        ["1931", "The Mora ferry", "5 Jul 1998", "[1]"],
        ["Savva Tikhy, in Upland Gazette", "5 Jul 1998", "[2]"],
        ["the spring of 1933", "ferry.md", "", "[3]"],
    ]
    assert [head.get("rowspan") for head in table.iter("th")] == ["2", "1"]


def test_html_lists_the_questions_of_a_conversation() -> None:
    one, two = page(exported(full())), page(exported(full(), a_refusal()))
    assert one.find(".//nav") is None
    assert [link.get("href") for link in two.find(".//nav").iter("a")] == ["#t1", "#t2"]
    assert [two.get_element_by_id(place).tag for place in ("t1", "t2")] == ["section", "section"]


# links


@pytest.mark.parametrize(
    ("quote", "directive"),
    [
        ("A short one.", "A%20short%20one."),
        ("well-known, and so on & on", "well%2Dknown%2C%20and%20so%20on%20%26%20on"),
        (QUOTE, "The%20ferry%20over%20the,to%20cross%20the%20river."),
        ("First line.\n\nThe last line.", "First%20line.,The%20last%20line."),
        ("x" * 100, f"{'x' * 30},{'x' * 30}"),
        (f"{'long' * 20} {'word' * 20}", f"{('long' * 20)[:30]},{('word' * 20)[-30:]}"),
    ],
)
def test_a_link_leads_to_the_quote(quote: str, directive: str) -> None:
    assert links.to_quote("https://example.org/a?b=1#c", quote) == f"https://example.org/a?b=1#:~:text={directive}"


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "file:///etc/hosts", "//x.example", "http://[", "ftp://a.example/b"]
)
def test_what_is_no_web_address_is_no_link(url: str) -> None:
    assert links.to_quote(url, QUOTE) == ""


def test_a_link_has_no_sign_that_markdown_reads() -> None:
    assert links.web("https://пример.рф/a (b)'&amp;") == "https://xn--e1afmkfd.xn--p1ai/a%20%28b%29%27&amp%3B"


# names of files


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("When did the ferry open?", "When-did-the-ferry-open-2023-11-14.pdf"),
        ('../../etc/passwd\x00 <>:"|?*', "etc-passwd-2023-11-14.pdf"),
        ("Кто открыл переправу?", "Кто-открыл-переправу-2023-11-14.pdf"),
        ("नदी की नाव", "नदी-की-नाव-2023-11-14.pdf"),
        ("\u202egnp.exe", "gnp-exe-2023-11-14.pdf"),
        ("???", "conversation-2023-11-14.pdf"),
        ("", "conversation-2023-11-14.pdf"),
        ("one " * 60, f"{'one-' * 19}one-2023-11-14.pdf"),
        ("б" * 300, f"{'б' * 40}-2023-11-14.pdf"),
    ],
)
def test_the_name_of_a_file_is_safe_and_short(title: str, name: str) -> None:
    assert file_name(exported(title=title), "pdf") == name


def test_the_name_of_a_file_ends_as_its_form() -> None:
    endings = [file_name(exported(), form).rpartition(".")[2] for form in get_args(Form)]
    assert endings == ["md", "html", "pdf", "json"]
