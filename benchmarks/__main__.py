"""All benchmarks, one after the other: `make bench`."""

import runpy

for name in ("answers", "search", "catalog", "reader"):
    print(f"\n== {name}", flush=True)
    runpy.run_module(f"benchmarks.{name}", run_name="__main__")
