"""Answers each file name on standard input with one line: what this Python's parser says of the file.

A line is `tree HASH`, HASH being the SHA-1 of the tree in the form of canonical.mjs, or `error LINE MESSAGE`. With
`--full` it is `tree TREE`. Positions are UTF-16 columns; before 3.12 those inside f-strings are left out, being wrong.
"""

import ast
import hashlib
import io
import json
import struct
import sys
import tokenize
import warnings

HAS_FSTRING_POSITIONS = sys.version_info >= (3, 12)
SKIPPED_FIELDS = {"type_comment", "type_ignores"}


class Dumper:
    def __init__(self, source):
        self.lines = source.split(b"\n")
        self.has_names = b"\\N{" in source
        self.is_ascii = source.isascii()
        self.out = []

    def column(self, line, offset):
        if self.is_ascii:
            return offset
        return len(self.lines[line - 1][:offset].decode("utf-8", "replace").encode("utf-16-le")) // 2

    def position(self, node):
        start = self.column(node.lineno, node.col_offset)
        end = self.column(node.end_lineno, node.end_col_offset)
        return f"@{node.lineno}:{start}-{node.end_lineno}:{end}"

    def holds_name(self, node):
        if not self.has_names:
            return False
        first, last = node.lineno - 1, node.end_lineno
        return b"\\N{" in b"\n".join(self.lines[first:last])

    def constant(self, node):
        value = node.value
        if isinstance(value, str):
            return "str?" if self.holds_name(node) else json.dumps(value)
        if isinstance(value, bytes):
            return "b" + json.dumps(value.decode("latin-1"))
        if isinstance(value, bool) or value is None or value is ...:
            return str(value)
        if isinstance(value, int):
            return hex(value)
        if isinstance(value, float):
            return "f" + struct.pack(">d", value).hex()
        return "c" + struct.pack(">d", value.imag).hex()

    def dump(self, node, is_placed):
        out = self.out
        if isinstance(node, ast.AST):
            name = type(node).__name__
            out.append(name)
            is_context = not node._fields
            if is_context and not isinstance(node, ast.stmt):
                return
            if is_placed and hasattr(node, "lineno"):
                out.append(self.position(node))
            out.append("(")
            if name == "Constant":
                out.append(self.constant(node))
            else:
                inner = is_placed and (HAS_FSTRING_POSITIONS or name != "JoinedStr")
                for field in node._fields:
                    if field in SKIPPED_FIELDS:
                        continue
                    value = getattr(node, field, None)
                    if field in ("type_params", "default_value") and not value:
                        continue
                    self.dump(value, inner)
                    out.append(" ")
            out.append(")")
        elif isinstance(node, list):
            out.append("[")
            for item in node:
                self.dump(item, is_placed)
                out.append(" ")
            out.append("]")
        else:
            out.append(json.dumps(node) if isinstance(node, str) else str(node))


def normalize_lines(source):
    return source.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def answer(path, is_full):
    with open(path, "rb") as file:
        source = file.read()
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        return f"error {error.lineno} {error.msg}"
    except (ValueError, RecursionError, MemoryError) as error:
        return f"error 0 {error}"
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    source = source.decode(encoding).encode()
    dumper = Dumper(normalize_lines(source))
    try:
        dumper.dump(tree, True)
    except RecursionError:
        return "error 0 too deep to dump"
    text = "".join(dumper.out)
    return "tree " + (text if is_full else hashlib.sha1(text.encode()).hexdigest())


def main():
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(20000)
    for line in sys.stdin:
        reply = answer(line.rstrip("\n"), "--full" in sys.argv)
        print(reply.replace("\n", " "), flush=True)


main()
