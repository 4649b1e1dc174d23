"""Questions to ask next, and to begin with: drafted from the library's sentences, each asked before it is shown.

Candidates are drafted by rules of grammar (`evaluation/drafting`), judged as an editor would (`candidate`), ordered and
then asked of the engine (`trying`): one stands when the answer's short answer, or else its first sentence, is the one
that it was drawn from, or has its words. A few are tried and never many, since each costs an answer; what was drafted
and tried is remembered for as long as the index stays as it is (`memory`). None is better than a clumsy one. English
only.
"""

from assistant.suggesting.following import followups
from assistant.suggesting.opening import openers

__all__ = ["followups", "openers"]
