"""Texts that are canonical JSON, and texts that are not."""

from collections.abc import Iterator
from typing import Any

GOOD = {
    "empty": "{}",
    "sorted": '{"a":1,"b":[true,false,null],"c":{"d":"x"}}',
    "vietnamese": '{"name":"Nguyễn Văn Thử"}',
    "escapes": '{"t":"a\\"b\\\\c\\n\\t\\r\\b\\f/"}',
    "control": '{"t":"\\u0001\\u001f"}',
    "delete-is-not-escaped": '{"t":"\x7f"}',
    "beyond-the-plane": '{"t":"😀"}',
    "line-separator": '{"t":"\u2028"}',
    "capitals-first": '{"B":1,"a":2}',
    "by-code-point": '{"z":1,"é":2}',
    "negative": '{"n":-5}',
    "largest": '{"n":9007199254740991}',
    "smallest": '{"n":-9007199254740991}',
    "twelve-deep": '{"a":' * 11 + "{}" + "}" * 11,
}
BAD = {
    "space": '{"a": 1}',
    "line-end": '{"a":1}\n',
    "unsorted": '{"b":1,"a":2}',
    "twice": '{"a":1,"a":1}',
    "float": '{"a":1.0}',
    "exponent": '{"a":1e2}',
    "minus-zero": '{"a":-0}',
    "leading-zero": '{"a":01}',
    "too-large": '{"a":9007199254740992}',
    "huge": '{"a":' + "9" * 400 + "}",
    "nan": '{"a":NaN}',
    "decomposed": '{"name":"Nguye\u0302\u0303n"}',
    "decomposed-name": '{"e\u0301":1}',
    "needless-escape": '{"a":"\\u0041"}',
    "escaped-slash": '{"a":"\\/"}',
    "capital-escape": '{"a":"\\u001F"}',
    "surrogate": '{"a":"\\ud800"}',
    "array": "[1]",
    "text": '"a"',
    "nothing": "",
    "null": "null",
    "byte-order-mark": "\ufeff{}",
    "comma": '{"a":1,}',
    "quotes": "{'a':1}",
    "thirteen-deep": '{"a":' * 12 + "{}" + "}" * 12,
}


def canonical_cases() -> Iterator[dict[str, Any]]:
    """Yield a vector for each text."""
    for texts, holds in ((GOOD, True), (BAD, False)):
        for name, text in texts.items():
            yield {"name": f"canonical/{name}", "canonical": text, "expect": {"canonical": holds}}
