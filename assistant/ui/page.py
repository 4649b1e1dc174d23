"""The parts of the page that never change: tabs, the compose box, the empty sources pane; and its files.

They are drawn once and never patched, so what a person is typing, and what the script put there, stays.
"""

import json
from importlib.resources import files

from assistant.asked import MAX_QUESTION

_HERE = files(__package__)

STYLE = (_HERE / "window.css").read_text("utf-8")
SCRIPT = (_HERE / "window.js").read_text("utf-8")

TABS = """
<div class="tabs">
  <button type="button" class="menu" data-do="menu" aria-label="Conversations" aria-expanded="false">☰</button>
  <div role="tablist" aria-label="Chancery">
    <button type="button" role="tab" id="tab-ask" data-do="tab" data-tab="ask" aria-selected="true">Ask</button>
    <button type="button" role="tab" id="tab-library" data-do="tab" data-tab="library" aria-selected="false"
      tabindex="-1">Library</button>
  </div>
  <button type="button" class="right" data-do="theme" aria-label="Light or dark">◐</button>
</div>
"""

COMPOSE = f"""
<form class="box" id="compose-form" data-most="{MAX_QUESTION}">
  <label class="sr" for="question">Your question</label>
  <textarea id="question" rows="1" placeholder="Ask your library" autocomplete="off" aria-describedby="hint"></textarea>
  <ul class="chips" id="chips" aria-label="Filters that are set" hidden></ul>
  <div class="under"><button type="button" class="quiet" id="filters-button" data-do="filters" aria-expanded="false"
    aria-controls="filters-area">Filters</button>
    <span id="hint" role="status"></span><button type="submit" class="send">Ask</button></div>
</form>
"""

PANE = """
<aside aria-label="Sources" id="pane">
  <div class="bar"><h2 id="cited">Sources</h2>
    <button type="button" class="close" data-do="close-sheet" aria-label="Close the sources">×</button></div>
  <div id="cards"><p class="none">Click a number in an answer and the words behind it stand here.</p></div>
</aside>
"""

CONFIRM = """
<dialog id="confirm" aria-labelledby="confirm-what">
  <p id="confirm-what"></p>
  <div class="tools"><button type="button" class="quiet" data-do="no">Keep it</button>
  <button type="button" class="send" data-do="yes">Delete</button></div>
</dialog>
"""

EVENTS = ("ask", "new_question", "open_chat", "delete_chat", "read", "delete_article", "rebuild", "switch", "look")
"""What the script may send, each to the handler of the same name."""

FAILED = "() => document.dispatchEvent(new Event('chancery-failed'))"

WIRE = f"""
const names = {json.dumps(EVENTS)};
window.chancery = {{ send: (name, data = {{}}) => {{ if (names.includes(name)) trigger(name, data); }} }};
"""
