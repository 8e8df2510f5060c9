"""Values as a trace shows them (the scenario language, "The trace")."""

import math
import re
import types
from typing import Any, Iterable

from tornado.ioloop import IOLoop

# Python's repr of an object without a value contains an address, which a trace must not.
_FUNCTION = re.compile(r"<function [^<>]*(?:<(?:locals|lambda)>[^<>]*)*>")
_METHOD = re.compile(r"<bound method [^<>]*(?:<[^<>]*>)?>")
_CLASS = re.compile(r"<class '[^']*'>")
_MODULE = re.compile(r"<module [^<>]*>")
_OBJECT = re.compile(r"<(?:[\w.]+\.)?(\w+) [^<>]*>")


def render(value: Any) -> str:
    """The value's text in a trace."""
    if value is None or value is True or value is False:
        return str(value)
    if isinstance(value, str):
        return value.replace("\n", "\\n").replace("\t", "\\t")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if math.isfinite(value) and value == int(value) else repr(value)
    if isinstance(value, (list, tuple)):
        return "[" + render_all(value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(render(key) + ": " + render(item) for key, item in value.items()) + "}"
    if isinstance(value, BaseException):
        return type(value).__name__ + "(" + ", ".join(_argument(item) for item in value.args) + ")"
    if isinstance(value, type):
        return "<type>"
    if isinstance(value, (types.FunctionType, types.BuiltinFunctionType)):
        return "<function>"
    if isinstance(value, types.MethodType):
        return "<method>"
    if isinstance(value, IOLoop):
        return "<IOLoop>"
    return "<" + type(value).__name__ + ">"


def render_all(values: Iterable[Any]) -> str:
    """The texts of the values, separated by commas."""
    return ", ".join(render(value) for value in values)


def _argument(value: Any) -> str:
    if isinstance(value, str) and value.startswith("yielded unknown object <"):
        return "yielded unknown object " + _without_address(value[len("yielded unknown object "):])
    return render(value)


def _without_address(text: str) -> str:
    """The text that a trace has for an object whose repr contains an address."""
    text = _FUNCTION.sub("<function>", text)
    text = _METHOD.sub("<method>", text)
    text = _CLASS.sub("<type>", text)
    text = _MODULE.sub("<module>", text)
    return _OBJECT.sub(r"<\1>", text)
