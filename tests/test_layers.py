"""The fences between the layers, proved from the syntax tree: who imports whom, and where outside libraries stand."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ("assistant", "corpus", "index", "prompts")

# Which of our packages each may import, itself included.
ALLOWED = {
    "corpus": {"corpus"},
    "index": {"index", "corpus"},
    "assistant": {"assistant", "index", "corpus", "prompts"},
    "prompts": {"prompts"},
}

# One outside system, one place: the modules that may import each.
PLACES = {
    "chromadb": {"index/vectors.py"},
    "tantivy": {"index/lexical.py", "index/words.py"},
    "sentence_transformers": {"index/transformer.py"},
    "torch": {"index/attention.py", "index/bert.py", "index/encoder.py", "assistant/reader/"},
    "gradio": {"assistant/ui/"},
    "llama_index": {"index/llama.py", "assistant/llama.py", "assistant/llm/", "prompts/"},
    "trafilatura": {"corpus/page.py"},
    "pypdfium2": {"corpus/formats/"},
    "lxml": {"corpus/formats/markup.py", "corpus/web/sitemap.py"},
    "httpcore": {"corpus/web/"},
    "feedparser": {"corpus/web/feeds.py"},
    "fpdf": {"assistant/export/"},
    "uharfbuzz": {"assistant/export/"},
    "mcp": {"assistant/ui/tools.py"},
    "protego": {"corpus/web/robots.py"},
}


def modules() -> list[Path]:
    return sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))


def imported(path: Path, root: Path = ROOT) -> Iterator[str]:
    """Every module that a file imports, at its top or inside a function, for types or for use."""
    package = ".".join(path.relative_to(root).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield f"{package}.{node.module}" if node.level else str(node.module)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_keep_the_fences(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    layer = name.split("/")[0]
    for module in imported(path):
        top = module.split(".")[0]
        if top in ALLOWED:
            assert top in ALLOWED[layer], f"{name} imports {module}: {layer} may not look up to {top}"
        if top in PLACES:
            assert any(name.startswith(place) for place in PLACES[top]), f"{name} imports {top}"


def test_command_line_and_window_do_not_know_each_other() -> None:
    for path in modules():
        name = path.relative_to(ROOT).as_posix()
        found = set(imported(path))
        if name.startswith("assistant/ui/"):
            assert "assistant.cli" not in found, name
        if name == "assistant/cli.py":
            assert {module for module in found if module.startswith("assistant.ui")} <= {"assistant.ui.serve"}


def test_every_package_is_in_the_wheel() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    assert sorted(listed) == sorted({".".join(path.relative_to(ROOT).parent.parts) for path in modules()})


def test_no_import_can_hide(tmp_path: Path) -> None:
    source = tmp_path / "index" / "example.py"
    source.parent.mkdir()
    source.write_text(
        "def f():\n    import chromadb\n    from assistant.answer import Answer\nfrom .fuse import fuse\n"
    )
    assert sorted(imported(source, tmp_path)) == ["assistant.answer", "chromadb", "index.fuse"]


WINDOW = sorted((ROOT / "assistant" / "ui").rglob("*.py"))
STORES = {"index.vectors", "index.lexical", "index.graphs", "index.rows", "index.stores", "index.dense"} | {
    "index.database", "index.ledger", "index.manifest", "chromadb", "tantivy",
}  # fmt: skip
ON_FILES = {
    "open",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "unlink",
    "mkdir",
    "glob",
    "rglob",
    "iterdir",
}


@pytest.mark.parametrize("path", WINDOW, ids=lambda path: path.stem)
def test_a_module_of_the_window_is_small_and_knows_no_store_no_prompt_and_no_file(path: Path) -> None:
    name, words = path.name, path.read_text(encoding="utf-8")
    assert len(words.splitlines()) <= 300
    found = set(imported(path))
    assert not found & STORES
    assert {module for module in found if module.split(".")[0] == "prompts"} <= {"prompts"}
    if name.startswith("draw"):
        assert "gradio" not in found, "a drawing is text: it is tested, and exported, without a window"
    touched = {
        node.attr for node in ast.walk(ast.parse(words)) if isinstance(node, ast.Attribute) and node.attr in ON_FILES
    } - ({"open"} if name == "serve.py" else set())  # of the web browser
    # What Gradio has received is thrown away again; the window's own words are in its package.
    assert touched <= {"library_tab.py": {"unlink"}, "suggest.py": {"read_text"}, "__init__.py": {"read_text"}}.get(
        name, set()
    )


def test_the_window_takes_words_from_the_prompts_and_no_prompt() -> None:
    taken = {
        alias.name
        for path in WINDOW
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "prompts"
        for alias in node.names
    }
    assert taken == {"words"}
