"""What of the page never changes: tabs, the compose box, the empty sources pane, dialogs; its styles and its script.

It is drawn once and never patched, so what a person is typing, and what the script put there, stays.
"""

import json
from collections.abc import Sequence
from importlib.resources import files

from assistant.asked import MAX_QUESTION
from assistant.llm.spec import spoken
from assistant.ui.draw import text

_HERE = files(__package__)
_STYLES = ("tokens", "frame", "ask", "sources", "library", "evaluate", "narrow")
_SCRIPTS = (
    "stream",
    "core",
    "sources",
    "reader",
    "filters",
    "ask",
    "turn",
    "rail",
    "library",
    "shelf",
    "evaluate",
    "events",
)


def _put_together(names: Sequence[str], suffix: str) -> str:
    return "\n".join((_HERE / f"{name}.{suffix}").read_text("utf-8") for name in names)


SCRIPT = f"(() => {{\n{_put_together(_SCRIPTS, 'js')}}})();"


DOOR = (
    _put_together(["door"], "html")
    .replace("/* style */", _put_together(["tokens", "door"], "css"))
    .replace("/* script */", _put_together(["door"], "js"))
)
"""The page at which people sign in, whole."""


def style(names: Sequence[str]) -> str:
    """The styles; of the panels of the tabs of these names only that of the tab that is open is shown."""
    panels = "".join(
        f"#{name} {{ flex: 1; min-height: 0; flex-wrap: nowrap; }}\n"
        f':root:not([data-tab="{name}"]) #{name} {{ display: none !important; }}\n'
        for name in names
    )
    return _put_together(_STYLES, "css") + panels


def tabs(named: Sequence[tuple[str, str]]) -> str:
    """The tabs, by name and label, the first one open."""
    buttons = "".join(
        f'<button type="button" role="tab" id="tab-{name}" data-do="tab" data-tab="{name}" aria-controls="{name}" '
        f'aria-selected="{str(not number).lower()}" tabindex="{-1 if number else 0}">{label}</button>'
        for number, (name, label) in enumerate(named)
    )
    return (
        '<div class="tabs"><button type="button" class="menu" data-do="menu" aria-label="Conversations" '
        f'aria-expanded="false">☰</button><div role="tablist" aria-label="Chancery">{buttons}</div>'
        '<span class="right"><button type="button" data-do="help" aria-label="Keys">?</button>'
        '<button type="button" data-do="theme" aria-label="Light or dark">◐</button></span></div>'
    )


def compose(models: Sequence[str] = ()) -> str:
    """The box for questions; where there are language models, with a choice of who writes the answer."""
    options = "".join(f'<option value="{text(name)}">{text(spoken(name))}</option>' for name in models)
    chosen = (
        '<label class="sr" for="model">Who writes the answer</label>'
        f'<select id="model">{options}<option value="">Reader, no model</option></select>'
        if models
        else ""
    )
    return _COMPOSE.replace("<!-- models -->", chosen)


_COMPOSE = f"""
<form class="box" id="compose-form" data-most="{MAX_QUESTION}">
  <label class="sr" for="question">Your question</label>
  <textarea id="question" rows="1" placeholder="Ask your library" autocomplete="off" aria-describedby="hint"></textarea>
  <ul class="chips" id="chips" aria-label="Filters that are set" hidden></ul>
  <div class="under"><button type="button" class="quiet" id="filters-button" data-do="filters" aria-expanded="false"
    aria-controls="filters-area">Filters</button>
    <!-- models --><span id="hint" role="status"></span><button type="submit" class="send">Ask</button>
    <button type="button" class="send" data-do="stop">Stop</button></div>
</form>
"""

RAIL = """
<div class="brand">Chancery</div>
<button type="button" class="new" data-do="new-question">New question</button>
<label class="sr" for="find-chats">Find a conversation</label>
<input type="search" id="find-chats" placeholder="Find a conversation" autocomplete="off">
"""

PANE = """
<aside aria-label="Sources" id="pane">
  <div class="bar"><h2 id="cited">Sources</h2>
    <button type="button" class="close" data-do="close-sheet" aria-label="Close the sources">×</button></div>
  <div id="cards"><p class="none">Click a number in an answer and the words behind it stand here.</p></div>
</aside>
"""

DIALOGS = """
<dialog id="confirm" aria-labelledby="confirm-what">
  <p id="confirm-what"></p>
  <div class="tools"><button type="button" class="quiet" data-do="no">Keep it</button>
  <button type="button" class="send" data-do="yes">Delete</button></div>
</dialog>
<dialog id="rename" aria-labelledby="rename-what">
  <form id="rename-form"><label id="rename-what" for="rename-to">What is this conversation called?</label>
  <input id="rename-to" maxlength="120" autocomplete="off">
  <div class="tools"><button type="button" class="quiet" data-do="shut-dialog">Leave it</button>
  <button type="submit" class="send">Rename</button></div></form>
</dialog>
<dialog id="keys" aria-labelledby="keys-title">
  <h2 id="keys-title">Keys</h2>
  <dl><dt>Enter</dt><dd>ask</dd><dt>Shift Enter</dt><dd>a new line</dd>
  <dt>Esc</dt><dd>stop the answer; close what is open</dd>
  <dt>↑</dt><dd>edit the last question, in an empty box</dd><dt>/</dt><dd>to the question</dd>
  <dt>← →</dt><dd>between tabs</dd><dt>?</dt><dd>these keys</dd></dl>
  <div class="tools"><button type="button" class="send" data-do="shut-dialog">Close</button></div>
</dialog>
<div id="menu" role="menu" hidden></div>
<div id="note" role="status" aria-live="polite"></div>
<div id="told" class="sr" role="status" aria-live="polite"></div>
"""

GIVE = """
<form class="give" id="give-form">
  <label class="sr" for="given">The text of an article, or links</label>
  <textarea id="given" rows="2" autocomplete="off"
    placeholder="Or paste here: the text of an article, or links to pages and feeds"></textarea>
  <button type="submit" class="send">Add</button>
</form>
"""

SHELF = """
<label class="sr" for="shelf-words">Find articles</label>
<input type="search" id="shelf-words" placeholder="Find by title, outlet, author, file or link" autocomplete="off"
  maxlength="200">
<div class="narrow" id="shelf-narrow" role="group" aria-label="Narrow the table">
  <label class="sr" for="shelf-outlets">Outlet</label>
  <select id="shelf-outlets" data-shelf="outlets"><option value="">Outlet</option></select>
  <label class="sr" for="shelf-languages">Language</label>
  <select id="shelf-languages" data-shelf="languages"><option value="">Language</option></select>
  <label>from <input type="date" id="shelf-since" data-shelf="since" min="1000-01-01" max="9999-12-31"></label>
  <label>to <input type="date" id="shelf-until" data-shelf="until" min="1000-01-01" max="9999-12-31"></label>
  <label><input type="checkbox" id="shelf-undated" data-shelf="undated"> <span>Undated</span></label>
</div>
"""

QUESTION = """
<input type="file" id="questions-file" accept=".jsonl,.json,.csv,.txt" hidden>
<dialog id="question-dialog" aria-labelledby="question-what">
  <form id="question-form"><h2 id="question-what">A question whose answer you know</h2>
  <p class="notice" id="g-wrong" role="alert" hidden></p>
  <label for="g-question">Question</label>
  <textarea id="g-question" name="question" rows="2" required autocomplete="off"></textarea>
  <label for="g-answers">Expected answer</label>
  <textarea id="g-answers" name="answers" rows="2" autocomplete="off" aria-describedby="g-answers-how"></textarea>
  <p class="how" id="g-answers-how">As short as it can be, each other wording on a line of its own. Leave it empty where
    the library does not tell: then to refuse is right.</p>
  <label for="g-quote">Words of an article that say so</label>
  <textarea id="g-quote" name="quote" rows="2" autocomplete="off" aria-describedby="g-quote-how"></textarea>
  <p class="how" id="g-quote-how">The sentence that should be quoted, copied from the article. May be left out.</p>
  <label for="g-type">Type</label>
  <input id="g-type" name="type" autocomplete="off" aria-describedby="g-type-how" placeholder="open">
  <p class="how" id="g-type-how">Any word; figures are shown for each.</p>
  <div class="tools"><button type="button" class="quiet" data-do="shut-dialog">Leave it</button>
  <button type="submit" class="send">Keep</button></div></form>
</dialog>
"""

FAILED = "() => document.dispatchEvent(new Event('chancery-failed'))"


def wire(events: Sequence[str]) -> str:
    """The script of the hidden element through which the page sends `events`."""
    return f"""
const names = {json.dumps(events)};
window.chancery = {{ send: (name, data = {{}}) => {{ if (names.includes(name)) trigger(name, data); }} }};
"""
