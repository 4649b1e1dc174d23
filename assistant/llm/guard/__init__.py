"""What of a sentence stands in no passage that it cites: numbers, dates, names and quotations, found by rules; and
whether it turns what they say, or says more.

The rules know English. What they cannot read they leave alone; what they flag is not there as it is written.
"""

from collections.abc import Sequence

from assistant.answer import Flag
from assistant.llm.guard import dates, names, numbers, places, quotations, roles
from assistant.llm.guard.acts import overstated
from assistant.llm.guard.cited import Cited
from assistant.llm.guard.turns import out_of_order, turned


def flags(
    sentence: str, cited: Sequence[Cited], given: Sequence[Cited] = (), encode: places.Encode | None = None
) -> tuple[Flag, ...]:
    """The flags of a sentence, in its order, none inside another. `given`: all passages that its writer had.

    With `encode`, texts to vectors, values are also flagged that the passages have of something else.
    """
    missing = [
        *(Flag("quotation", *span) for span in quotations.unsupported(sentence, cited)),
        *(Flag("date", *span) for span in dates.unsupported(sentence, cited)),
        *(Flag("number", *span) for span in numbers.unsupported(sentence, cited)),
        *(Flag("name", *span) for span in names.unsupported(sentence, cited, given or cited)),
        *(Flag("name", *span, elsewhere=True) for span in roles.unsupported(sentence, cited)),
        *(Flag(*one, elsewhere=True) for one in (places.misplaced(sentence, cited, encode) if encode else ())),
    ]
    found: list[Flag] = []
    for flag in missing:
        if not any(one.start < flag.end and flag.start < one.end for one in found):
            found.append(flag)
    return tuple(sorted(found, key=lambda flag: flag.start))


__all__ = ["Cited", "flags", "out_of_order", "overstated", "turned"]
