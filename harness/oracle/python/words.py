"""What scripts of streams and of HTTP say with; harness/subjects/programs/script_words.cpp says the same."""

import errno
import zlib

from tornado import gen, iostream

TEXT = (
    b"alpha beta\ngamma;delta epsilon\r\nzeta eta theta;iota kappa lambda mu nu xi omicron pi rho\nsigma tau "
)
LONGEST = 60
BEGINNING = 16


def text_at(begin: int, size: int) -> bytes:
    """What each end writes, again and again."""
    begin %= len(TEXT)
    return (TEXT * ((begin + size) // len(TEXT) + 1))[begin:begin + size]


def _shown_byte(byte: int) -> str:
    if byte in b"\r\n":
        return "\\n" if byte == 10 else "\\r"
    return chr(byte) if 32 <= byte < 127 else "\\x%02x" % byte


def shown(data: bytes) -> str:
    """In quotes; of long bytes the beginning, the size and a sum."""
    long = len(data) > LONGEST
    text = "".join(map(_shown_byte, data[:BEGINNING] if long else data))
    return '"%s"... %d bytes %08x' % (text, len(data), zlib.adler32(data)) if long else '"%s"' % text


def name_of(error: BaseException) -> str:
    """An exception; of a closed stream also what closed it."""
    if isinstance(error, iostream.StreamClosedError):
        return "StreamClosedError" + (" " + name_of(error.real_error) if error.real_error is not None else "")
    if isinstance(error, gen.TimeoutError):
        return "TimeoutError"
    if isinstance(error, OSError) and error.errno is not None:
        return errno.errorcode.get(error.errno, "error %d" % error.errno)
    return type(error).__name__
