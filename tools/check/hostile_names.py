"""Names that would be markup, commands and orders to a terminal, for tools/check/pages.

    hostile_names.py make ROOT FOLDER      a robot, an experiment's name and a suite of such names
    hostile_names.py dom FILE              fails where a name became an element or an attribute of a page
    hostile_names.py commands FILE…        the commands that pages offer, for a shell
"""

import html
import html.parser
import json
import pathlib
import re
import sys
from xml.sax.saxutils import quoteattr

MARK = (
    "x\"\u0301 onload=\"alert(1)\" y='\u200d</script><script>alert(2)</script><img src=x onerror=alert(3)>"
    "{{title}}\u202e$(touch pwned)`touch pwned`'\u0301;touch pwned;'"
)


def make(root: str, folder: str) -> None:
    robot, target = pathlib.Path(root) / "robots/ant", pathlib.Path(folder)
    target.mkdir()
    urdf = (robot / "ant.urdf").read_text().replace('name="ant"', f"name={quoteattr(MARK)}", 1)
    profile = (robot / "ant.yaml").read_text()
    for name, hostile in (("fl_foot", MARK + "_foot"), ("fl_knee", MARK + "_knee")):
        urdf = urdf.replace(f'"{name}"', quoteattr(hostile))
        profile = profile.replace(f"{name},", json.dumps(hostile) + ",")
    (target / "hostile.urdf").write_text(urdf)
    (target / "hostile.yaml").write_text(profile)
    # A name of an experiment is also one of a folder.
    (target / "name").write_text(json.dumps(MARK.replace("/", "|")))
    name = json.dumps(MARK)
    (target / "suite.yaml").write_text(
        f"schema: 1\nname: {name}\nsummary: {name}\nepisodes: 1\nduration: 1\nconditions: ['slope:3', 'dead-joint:4']\n")


class Page(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list = []

    def handle_starttag(self, tag: str, attributes: list) -> None:
        if any(name.startswith("on") for name, _ in attributes) or ("src", "x") in attributes:
            self.found.append((tag, attributes))

    def handle_data(self, data: str) -> None:
        if re.fullmatch(r"\s*alert\(\d\)\s*", data):
            self.found.append(("script", data))


def dom(file: str) -> None:
    page = Page()
    page.feed(pathlib.Path(file).read_text(errors="replace"))
    for found in page.found:
        print(f"{file}: a name became {found}", file=sys.stderr)
    sys.exit(1 if page.found else 0)


def commands(*files: str) -> None:
    print("ganglion() { echo \"$#\"; }")
    for file in files:
        for code in re.findall(r"<code[^>]*>(.*?)</code>", pathlib.Path(file).read_text(), re.DOTALL):
            text = html.unescape(re.sub(r"<[^>]*>", "", code))
            if "ganglion " in text:
                print(text.replace("tools/ganglion", "ganglion"))


if __name__ == "__main__":
    {"make": make, "dom": dom, "commands": commands}[sys.argv[1]](*sys.argv[2:])
