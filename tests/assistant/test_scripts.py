"""The page's script is one of several files put together."""

import re
from collections import Counter
from pathlib import Path

import assistant.ui.page

FILES = sorted(Path(assistant.ui.page.__file__).parent.glob("*.js"))


def test_no_name_is_given_twice_by_files_that_become_one_script() -> None:
    """Two would be an error of the whole script: the window would stay empty."""
    names = Counter(
        name for file in FILES for name in re.findall(r"^(?:const|let|function|class) (\w+)", file.read_text(), re.M)
    )
    assert len(names) > 100
    assert [name for name, times in names.items() if times > 1] == []
