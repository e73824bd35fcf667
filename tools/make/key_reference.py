"""The article of keys, on stdout, from what `ganglion explain --json` prints on stdin."""

import itertools
import json
import sys


def cell(text):
    """A cell of a table; brackets are no links."""
    return (text or "–").replace("|", "\\|").replace("[", "\\[")


def section(key):
    """Keys of one table: of an experiment those of one part."""
    part, dot, _ = key["key"].partition(".")
    return key["file"].capitalize() + (f": {part}" if dot and key["file"] == "experiment" else "")


def main():
    print("# Key reference\n\nEvery key of experiments, robot profiles and suites, as `ganglion explain` has it.\n\n"
          "## Overview\n")
    for name, keys in itertools.groupby(json.load(sys.stdin)["keys"], section):
        print(f"### {name}\n\n| key | meaning | default | range |\n| --- | --- | --- | --- |")
        for key in keys:
            where = f" ({key['where']})" if key.get("where") else ""
            print(f"| `{key['key']}` | {cell(key['meaning'] + where)} | {cell(key.get('default'))} "
                  f"| {cell(key.get('range'))} |")
        print()


if __name__ == "__main__":
    main()
