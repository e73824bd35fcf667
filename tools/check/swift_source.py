"""Reads Swift without a compiler, as far as the checks beside this file need it: words of code apart from
comments and string literals (what stands in an interpolation is code), and declarations outside of
bodies. Needs only Python's standard library.
"""

import dataclasses
import pathlib
import re

WORD = re.compile(r"[A-Za-z_]\w*|`[A-Za-z_]\w*`|\$\d+")
NUMBER = re.compile(r"0[xob][\w.]+|\d[\d_]*(\.\d[\d_]*)?([eE][+-]?\d+)?")
QUOTE = re.compile(r'(#*)("""|")')
REGEX = re.compile(r"#/.*?/#", re.S)
TYPES = {"struct", "class", "enum", "actor", "protocol", "extension"}
ACCESS = {"public", "open", "package", "internal", "fileprivate", "private"}
MODIFIERS = ACCESS | {
    "static", "final", "mutating", "nonmutating", "override", "lazy", "weak", "unowned", "indirect",
    "required", "convenience", "nonisolated", "consuming", "borrowing", "dynamic", "isolated", "async"}


@dataclasses.dataclass
class Token:
    kind: str  # word, number, string, mark
    text: str
    line: int
    # Brackets round it, where it opens or closes one: the place of its partner.
    partner: int | None = None


@dataclasses.dataclass
class Declaration:
    name: str
    kind: str  # struct … extension, func, var, let, case, typealias, associatedtype, generic, init, subscript
    line: int
    owner: tuple  # the types around it, from the outermost
    access: str
    place: int  # of its name among the tokens
    end: int  # behind its signature

    @property
    def is_type(self) -> bool:
        return self.kind in TYPES | {"typealias", "associatedtype", "generic"}

    @property
    def is_private(self) -> bool:
        return self.access in ("private", "fileprivate")


class Lexer:
    """Tokens of code, and the spans (kind, start, end) of comments and string literals."""

    def __init__(self, text: str):
        self.text = text
        self.tokens: list[Token] = []
        self.literals: list[tuple[str, int, int]] = []
        self.line = 1
        self.at = 0
        self.code(until_closed=False)
        self.pair()

    def move(self, end: int) -> None:
        self.line += self.text.count("\n", self.at, end)
        self.at = end

    def add(self, kind: str, text: str) -> None:
        self.tokens.append(Token(kind, text, self.line))

    def code(self, until_closed: bool) -> None:
        """Up to the end of the text, or to the bracket that closes an interpolation."""
        depth = 0
        while self.at < len(self.text):
            text, at = self.text, self.at
            if text[at].isspace():
                self.move(at + 1)
            elif text.startswith("//", at):
                end = text.find("\n", at)
                self.literal("comment", len(text) if end < 0 else end)
            elif text.startswith("/*", at):
                self.literal("comment", self.comment_end())
            elif found := QUOTE.match(text, at):
                self.string(len(found[1]), found[2])
            elif found := REGEX.match(text, at):
                self.add("string", "")
                self.literal("string", found.end())
            elif found := WORD.match(text, at):
                self.add("word", found[0].strip("`"))
                self.move(found.end())
            elif found := NUMBER.match(text, at):
                self.add("number", found[0])
                self.move(found.end())
            else:
                mark = "->" if text.startswith("->", at) else text[at]
                depth += {"(": 1, ")": -1}.get(mark, 0)
                self.add("mark", mark)
                self.move(at + len(mark))
                if until_closed and depth < 0:
                    return

    def literal(self, kind: str, end: int) -> None:
        self.literals.append((kind, self.at, end))
        self.move(end)

    def comment_end(self) -> int:
        depth, at = 0, self.at
        while at < len(self.text):
            if self.text.startswith("/*", at):
                depth, at = depth + 1, at + 2
            elif self.text.startswith("*/", at):
                depth, at = depth - 1, at + 2
                if depth == 0:
                    break
            else:
                at += 1
        return at

    def string(self, hashes: int, quote: str) -> None:
        start, escape, closing = self.at, "\\" + "#" * hashes, quote + "#" * hashes
        self.add("string", "")
        self.move(self.at + hashes + len(quote))
        while self.at < len(self.text):
            if self.text.startswith(closing, self.at):
                self.move(self.at + len(closing))
                break
            if self.text.startswith(escape + "(", self.at):
                self.move(self.at + len(escape))
                # The brackets of an interpolation stay among the tokens, so that they match.
                self.add("mark", "(")
                self.move(self.at + 1)
                self.code(until_closed=True)
            elif self.text.startswith(escape, self.at):
                self.move(min(len(self.text), self.at + len(escape) + 1))
            elif quote == '"' and self.text[self.at] == "\n":
                break
            else:
                self.move(self.at + 1)
        self.literals.append(("string" if quote == '"' else "lines", start, self.at))

    def pair(self) -> None:
        open_ones = []
        for place, token in enumerate(self.tokens):
            if token.kind == "mark" and token.text in "([{":
                open_ones.append(place)
            elif token.kind == "mark" and token.text in ")]}" and open_ones:
                token.partner = open_ones.pop()
                self.tokens[token.partner].partner = place


class Source:
    """One file: its tokens, imports and declarations, and the names that are local somewhere in it."""

    def __init__(self, path: pathlib.Path):
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        lexer = Lexer(self.text)
        self.tokens, self.literals = lexer.tokens, lexer.literals
        self.declarations: list[Declaration] = []
        self.imports: list[tuple[str, int]] = []
        self.declare(0, len(self.tokens), (), "internal")
        self.locals = self.local_names()
        # An extension names a type that is declared elsewhere.
        self.own_places = {d.place for d in self.declarations if d.kind != "extension"}

    def is_mark(self, place: int, text: str) -> bool:
        return 0 <= place < len(self.tokens) and (
            self.tokens[place].kind == "mark" and self.tokens[place].text == text)

    def word(self, place: int) -> str | None:
        token = self.tokens[place] if 0 <= place < len(self.tokens) else None
        return token.text if token and token.kind == "word" else None

    def skip(self, place: int) -> int:
        """Behind a token, or behind the bracket that it opens."""
        partner = self.tokens[place].partner
        return place + 1 if partner is None or partner < place else partner + 1

    def body(self, place: int, end: int) -> int:
        """The next `{` outside of other brackets, before `end`."""
        while place < end and not self.is_mark(place, "{"):
            place = self.skip(place)
        return place

    def declare(self, place: int, end: int, owner: tuple, usual: str, of_cases: str = "") -> None:
        """Declarations among the tokens from `place` to `end`, which are the members of `owner`, with the
        access that they have where none is written."""
        access = usual
        while place < end:
            text = self.word(place)
            if text is None or self.is_mark(place - 1, "."):
                place = self.skip(place)
                continue
            if text == "import" and not owner:
                place += 2 if self.word(place + 1) in TYPES | {"func", "var", "let", "typealias"} else 1
                self.imports.append((self.tokens[place].text, self.tokens[place].line))
                place += 1
            elif text in ACCESS and not self.is_mark(place + 1, "("):
                access = text
                place += 1
            elif text in TYPES and self.word(place + 1) not in MODIFIERS | {"func", "var", "let", None}:
                place = self.type(text, place + 1, end, owner, access)
                access = usual
            elif text in ("func", "init", "subscript"):
                place = self.function(text, place, end, owner, access)
                access = usual
            elif text in ("var", "let"):
                place = self.variables(text, place + 1, end, owner, access)
                access = usual
            elif text == "case" and owner:
                place = self.cases(place + 1, end, owner, of_cases)
                access = usual
            elif text in ("typealias", "associatedtype"):
                stop = self.line_end(place + 2, end)
                self.add(text, place + 1, owner, access, stop)
                place = stop
                access = usual
            else:
                place = self.skip(place)

    def add(self, kind: str, place: int, owner: tuple, access: str, end: int) -> None:
        token = self.tokens[place]
        self.declarations.append(Declaration(token.text, kind, token.line, owner, access, place, end))

    def line_end(self, place: int, end: int) -> int:
        """Behind the last token of a declaration that has no body: where a line ends outside of brackets."""
        ends, starts = set(",=&|:<+-*/."), set(",=&|?:+-*/.") | {"where", "->", "throws", "async"}
        while place < end and not self.is_mark(place, "{"):
            before, token = self.tokens[place - 1], self.tokens[place]
            if token.line > before.line and before.text not in ends and token.text not in starts:
                break
            place = self.skip(place)
        return place

    def generics(self, place: int, owner: tuple) -> int:
        """Declares the parameters of `<A, B: C>` at `place`; behind it."""
        if not self.is_mark(place, "<"):
            return place
        depth, fresh = 1, True
        place += 1
        while place < len(self.tokens) and depth > 0:
            text = self.tokens[place].text
            depth += {"<": 1, ">": -1}.get(text, 0)
            if depth == 1 and text == ",":
                fresh = True
            elif fresh and self.word(place) and text not in ("each", "let"):
                self.add("generic", place, owner, "private", place + 1)
                fresh = False
            place += 1
        return place

    def type(self, kind: str, place: int, end: int, owner: tuple, access: str) -> int:
        path = [self.tokens[place].text]
        after = place + 1
        while kind == "extension" and self.is_mark(after, "."):
            path.append(self.tokens[after + 1].text)
            after += 2
        inside = owner + tuple(path)
        opening = self.body(after, end)
        if kind != "extension":
            self.add(kind, place, owner, access, opening)
            self.generics(after, inside)
        elif opening < end:
            self.declarations.append(Declaration(
                path[-1], kind, self.tokens[place].line, owner + tuple(path[:-1]), access, place, opening))
        if opening >= end:
            return end
        closing = self.tokens[opening].partner or end
        usual = access if kind in ("protocol", "extension") else "internal"
        self.declare(opening + 1, closing, inside, usual, access)
        return closing + 1

    def function(self, kind: str, place: int, end: int, owner: tuple, access: str) -> int:
        named = place + 1 if kind == "func" else place
        after = named + 1
        # The rest of an operator, or `?` of `init?`.
        while kind != "subscript" and after < end and self.tokens[after].text not in ("(", "<"):
            after += 1
        after = self.generics(after, owner)
        if not self.is_mark(after, "("):
            return after
        stop = self.line_end(self.skip(after), end)
        if self.tokens[named].kind == "word":
            self.add(kind, named, owner, access, stop)
        return self.skip(stop) if self.is_mark(stop, "{") else stop

    def variables(self, kind: str, place: int, end: int, owner: tuple, access: str) -> int:
        start, angle = place, 0
        if self.is_mark(place, "("):
            for inner in range(place + 1, self.tokens[place].partner or place):
                if self.word(inner):
                    self.add(kind, inner, owner, access, inner + 1)
            place = self.skip(place)
        stop = self.line_end(place + 1, end) if place == start else self.line_end(place, end)
        names = [start] if place == start else []
        while place < stop:
            text = self.tokens[place].text
            angle += {"<": 1, ">": -1}.get(text, 0)
            follows = self.tokens[place + 2].text if place + 2 < stop else ""
            if text == "," and angle <= 0 and self.word(place + 1) and follows in (":", "=", ","):
                names.append(place + 1)
            place = self.skip(place)
        for name in names:
            if self.word(name):
                self.add(kind, name, owner, access, stop)
        # A body, and what may stand behind it (`= if … { } else { }`), holds no declarations of this scope.
        while self.is_mark(stop, "{"):
            stop = self.skip(stop)
            while self.word(stop) == "else":
                stop = self.body(stop, end)
        return stop

    def cases(self, place: int, end: int, owner: tuple, access: str) -> int:
        while place < end and self.word(place):
            after = place + 1
            if self.is_mark(after, "("):
                after = self.skip(after)
            if self.is_mark(after, "="):
                after += 2 if not self.is_mark(after + 1, "-") else 3
            self.add("case", place, owner, access, after)
            place = after
            if not self.is_mark(place, ","):
                break
            place += 1
        return place

    def local_names(self) -> set[str]:
        """Names of parameters, local variables and closure parameters, anywhere in the file."""
        members = {d.place for d in self.declarations}
        names: set[str] = {d.name for d in self.declarations if d.is_private and d.kind != "generic"}
        for place, token in enumerate(self.tokens):
            if token.kind == "word" and token.text in ("let", "var", "for"):
                names.update(self.pattern(place + 1, members))
            elif token.kind == "word" and token.text in ("func", "init", "subscript"):
                names.update(self.parameters(place + 1))
            elif self.is_mark(place, "{"):
                names.update(self.closure(place + 1))
        return names

    def pattern(self, place: int, members: set[int]) -> list[str]:
        """Names that `let …` or `for …` binds; those of members are not local."""
        found = []
        while place < len(self.tokens):
            text = self.tokens[place].text
            if text in (":", "=", "{", "in", "where", ";"):
                break
            if self.word(place) and not self.is_mark(place - 1, ".") and text not in ("case", "let", "var"):
                if place not in members:
                    found.append(text)
                if not self.is_mark(place + 1, ",") and not self.is_mark(place + 1, ")"):
                    break
            place += 1
            if self.is_mark(place - 1, ")"):
                break
        return found

    def parameters(self, place: int) -> list[str]:
        limit = place + 60
        while place < min(limit, len(self.tokens)) and not self.is_mark(place, "("):
            if self.is_mark(place, "{"):
                return []
            place += 1
        if place >= min(limit, len(self.tokens)) or self.tokens[place].partner is None:
            return []
        found, inner, closing = [], place + 1, self.tokens[place].partner
        while inner < closing:
            if self.word(inner) and self.is_mark(inner + 1, ":"):
                found.append(self.tokens[inner].text)
            inner = self.skip(inner)
        return found

    def closure(self, place: int) -> list[str]:
        found = []
        for at in range(place, min(place + 40, len(self.tokens))):
            token = self.tokens[at]
            if token.text == "in" and token.kind == "word":
                return found
            if token.kind == "word":
                found.append(token.text)
            elif token.text not in "(),:[].<>?_&->" or token.kind != "mark":
                break
        return []


def files(folder: pathlib.Path) -> list[pathlib.Path]:
    """The Swift files below a folder, without what a build left."""
    return sorted(path for path in folder.rglob("*.swift") if ".build" not in path.parts)
