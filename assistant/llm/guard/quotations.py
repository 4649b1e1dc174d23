"""Direct quotations: what stands in quotation marks has to stand in a passage, word for word."""

import re
from collections.abc import Sequence

from assistant.llm.guard.cited import Cited

_QUOTED = re.compile(
    r"“([^”]+)”|\"([^\"]+)\"|«([^»]+)»|(?<!\w)‘([^’]+(?:’\w[^’]*)*)’(?!\w)|(?<!\w)'([^']+(?:'\w[^']*)*)'(?!\w)"
)
_ELLIPSIS = re.compile(r"\s*(?:\[?\.\.\.\]?|\[?…\]?|\[[^\]]*\])\s*")
_WORD = re.compile(r"\w+")


def unsupported(sentence: str, cited: Sequence[Cited]) -> list[tuple[int, int]]:
    """The spans of quotations, marks included, whose words stand in no one cited passage in this order.

    What an ellipsis or an editor's brackets join is looked for part by part. Case and punctuation do not count.
    """
    texts = [f" {_folded(one.whole)} " for one in cited]
    missing = []
    for match in _QUOTED.finditer(sentence):
        said = next(group for group in match.groups() if group is not None)
        parts = [part for part in map(_folded, _ELLIPSIS.split(said)) if part]
        if parts and not any(all(f" {part} " in text for part in parts) for text in texts):
            missing.append(match.span())
    return missing


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.replace("’", "").replace("'", "").casefold()))
