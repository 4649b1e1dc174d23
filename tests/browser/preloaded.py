"""What a served window imports, imported once; each server of these tests is a fork of the process that did."""

import importlib
import os

from assistant.ui.serve import _OFF

os.environ.update(_OFF)  # as before Gradio is imported in the product

for name in (
    "torch",
    "tantivy",
    "mcp",
    "assistant.cli",
    "assistant.evaluation.own",
    "assistant.suggesting",
    "assistant.ui.tools",
    "assistant.ui.window",
    "index.builder",
    "index.vectors",
):
    importlib.import_module(name)
