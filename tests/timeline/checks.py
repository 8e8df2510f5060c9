"""What the tests of pages have in common."""
import re
import subprocess


def expect(holds, words):
    if not holds:
        raise SystemExit("failed: " + words)


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False, errors="surrogateescape")


def expect_no_network(path):
    """A page stands for itself: it loads nothing, and links only to files beside it."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    text = text.replace("http://www.w3.org/2000/svg", "")
    # What stands in quotes is no name of an attribute.
    unquoted = re.sub(r'"[^"]*"', '""', text)
    for loads, where in ((r"https?:", text), (r"<\w[^>]*\ssrc=", unquoted), (r"@import", text), (r"url\((?!#)", text)):
        expect(not re.search(loads, where), f"{path} loads something: {loads}")
