"""Is the gallery what the tool prints and draws today?

usage: gallery_test.py WINDTUNNEL DOCS [--write]

With --write, the texts of DOCS/gallery.md and the pictures beside it are written anew instead.
"""
import difflib
import os
import re
import subprocess
import sys
import tempfile

from checks import expect

# A section of the page: the subject's name, then everything up to what it prints, then that.
SECTION = re.compile(r"(\n## [^\n]*\n\n`(\w+)`\. .*?```\n)(.*?)(\n```\n)", re.DOTALL)


def run(tool, folder, *words):
    """What the tool prints where the width of the terminal is not known."""
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "WINDTUNNEL_FINDINGS")}
    return subprocess.run([tool, *words], capture_output=True, text=True, check=False, cwd=folder, env=environment)


def found(tool, folder, subject):
    """The words and the picture of the finding of that subject."""
    explored = run(tool, folder, "explore", subject, "--model", "realistic", "--findings", subject)
    expect(explored.returncode == 1, f"{subject}: nothing found: {explored.stdout}{explored.stderr}")
    words = re.search(r"\nlaw  .*?(?=\n+finding  )", explored.stdout, re.DOTALL)
    expect(words, f"{subject}: {explored.stdout}")
    finding = os.path.join(subject, os.listdir(os.path.join(folder, subject))[0])
    drawn = run(tool, folder, "replay", finding, "--svg", subject + ".svg")
    expect(drawn.returncode == 1, f"{subject}: {drawn.stdout}{drawn.stderr}")
    with open(os.path.join(folder, subject + ".svg"), encoding="utf-8") as file:
        return words.group()[1:], file.read()


def differences(name, written, today):
    return "".join(difflib.unified_diff(written.splitlines(True), today.splitlines(True), name, "what the tool says today"))


def main():
    tool, docs = os.path.abspath(sys.argv[1]), sys.argv[2]
    page_path = os.path.join(docs, "gallery.md")
    with open(page_path, encoding="utf-8") as file:
        page = file.read()
    sections = SECTION.findall(page)
    expect(len(sections) == page.count("\n## ") == 10, f"{len(sections)} sections have a subject and its words")
    wrong = ""
    with tempfile.TemporaryDirectory() as folder:
        for begin, subject, written, end in sections:
            words, picture = found(tool, folder, subject)
            path = os.path.join(docs, "gallery", subject + ".svg")
            expect(f"(gallery/{subject}.svg)" in page, f"the picture of {subject} is not on the page")
            if sys.argv[3:] == ["--write"]:
                page = page.replace(begin + written + end, begin + words + end)
                with open(path, "w", encoding="utf-8") as file:
                    file.write(picture)
                continue
            with open(path, encoding="utf-8") as file:
                wrong += differences(path, file.read(), picture)
            wrong += differences(page_path, written, words)
    if sys.argv[3:] == ["--write"]:
        with open(page_path, "w", encoding="utf-8") as file:
            file.write(page)
    expect(not wrong, "the gallery is not what the tool says today; gallery_test.py --write writes it anew:\n" + wrong)


main()
