"""The pages of campaigns in a browser: of `explore`, of `check`, and of a test program.

usage: campaign_test.py WINDTUNNEL TEST_PROGRAM FOLDER
"""
import os
import shutil
import sys

from checks import expect, expect_no_network, run
from chromium import Chromium, chromium_or_skip

# A page, and the sections that it must have, in this order.
PAGES = {
    "lost_update": ["findings", "searched", "plot", "strategies"],
    "retry_twice_fixed": ["findings", "searched", "plot", "strategies", "faults"],
    "check": ["findings", "searched", "plot", "laws", "marks", "choices", "constructs"],
    "check-key_value": ["findings", "searched", "plot", "laws", "faults", "choices"],
}


def make_pages(tool, folder):
    found = run(tool, "explore", "lost_update", "--model", "realistic", "--findings", folder + "/f", "--html", folder)
    expect(found.returncode == 1, found.stdout + found.stderr)
    fixed = run(tool, "explore", "retry_twice_fixed", "--runs", "3000", "--html", folder)
    expect(fixed.returncode == 0, fixed.stdout + fixed.stderr)
    checked = run(tool, "check", "--runs", "300", "--html", folder)
    expect(checked.returncode == 0, checked.stdout + checked.stderr)
    network = run(tool, "check", "--subject", "key_value", "--runs", "100", "--html", folder)
    expect(network.returncode == 0, network.stdout + network.stderr)


def make_test_pages(program, folder):
    """Tests that fail, one of them with names that are markup, and one that searches twice."""
    ended = run(program, "--windtunnel_html=" + folder)
    names = sorted(name for name in os.listdir(folder) if name.startswith("HtmlPages"))
    for bad in ("\033", "\udcff"):
        expect(bad not in ended.stdout + ended.stderr, f"a name moves the cursor: {ended.stdout!r} {ended.stderr!r}")
    expect(names == ["HtmlPages.Fails-timeline.html", "HtmlPages.Fails.html",
                     "HtmlPages.HasNamesThatAreMarkup-timeline.html", "HtmlPages.HasNamesThatAreMarkup.html",
                     "HtmlPages.SearchesTwice-2.html", "HtmlPages.SearchesTwice.html"],
           f"{names}: {ended.stdout}{ended.stderr}")
    return {"HtmlPages.Fails": ["findings", "searched", "plot", "strategies"],
            "HtmlPages.HasNamesThatAreMarkup": ["findings", "searched", "plot", "strategies", "goals", "faults"],
            "HtmlPages.SearchesTwice-2": ["findings", "searched", "plot", "strategies", "goals", "faults"]}


def texts(browser, selector):
    return browser.run(f"[...document.querySelectorAll({selector!r})].map((element) => element.textContent)")


def check_page(browser, folder, name, sections):
    path = os.path.join(folder, name + ".html")
    expect_no_network(path)
    browser.open(path)
    expect(browser.run("document.scripts.length") == 0, f"{name}: a page for people needs no script")
    shown = browser.run("[...document.querySelectorAll('section')].map((section) => section.id)")
    expect(shown == sections, f"{name}: {shown}")
    # Every curve is drawn within the plot, and never falls: it counts.
    curves = browser.run("[...document.querySelectorAll('.plot polyline')].map((line) => line.getAttribute('points'))")
    expect(curves, f"{name}: no curves")
    for curve in curves:
        points = [tuple(map(float, point.split(","))) for point in curve.split()]
        for (x0, y0), (x1, y1) in zip(points, points[1:]):
            expect(x0 <= x1 and y0 >= y1, f"{name}: {curve}")
        expect(all(70 <= x <= 630.1 and 11.9 <= y <= 232.1 for x, y in points), f"{name}: {curve}")
    names = texts(browser, ".plot .curve-name")
    expect(len(names) == len(curves), f"{name}: {names}")
    # A bar is as long as its number, in proportion.
    for row in browser.run("""[...document.querySelectorAll('section tr')].filter((row) => row.querySelector('.number')).map((row) =>
                              [[...row.querySelectorAll('.number')].at(-1).textContent, row.querySelector('.bar')?.style.width ?? ''])"""):
        expect((row[0] in ("never", "0")) == (row[1] == ""), f"{name}: {row}")
    expect(browser.run("document.body.dataset.hacked ?? null") is None, f"{name}: a name was run as a script")
    expect(browser.run("document.querySelectorAll('img').length") == 0, f"{name}: a name became markup")
    # Nothing sticks out on a small screen but what scrolls.
    expect(browser.run("document.documentElement.scrollWidth <= innerWidth"), f"{name}: wider than the window")


def check_finding(browser, folder, name):
    browser.open(os.path.join(folder, name + ".html"))
    expect("breaks check" in browser.run("document.querySelector('#findings h3').textContent"), "what broke")
    expect(browser.run("document.querySelectorAll('#findings svg rect.breaks').length") == 1, "no picture of it")
    expect("replay" in browser.run("document.querySelector('#findings .how').textContent"), "how to replay it")
    link = browser.run("document.querySelector('a.timeline').getAttribute('href')")
    browser.open(os.path.join(folder, link))
    expect(browser.run("document.body.dataset.ready") == "yes", "its timeline is not shown")


def check_list(browser, folder, names):
    path = os.path.join(folder, "index.html")
    expect_no_network(path)
    browser.open(path)
    links = browser.run("[...document.querySelectorAll('a')].map((link) => link.getAttribute('href'))")
    expect(set(links) >= {name + ".html" for name in names}, f"{links}")
    expect("all laws hold" in browser.run("document.body.textContent"), "the list says what came of each")
    for link in links:
        expect(os.path.exists(os.path.join(folder, link)), f"{link} is not there")


def main():
    tool, program, folder = sys.argv[1:]
    path = chromium_or_skip()
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    make_pages(tool, folder)
    pages = {**PAGES, **make_test_pages(program, folder)}
    with Chromium(path) as browser:
        for name, sections in pages.items():
            check_page(browser, folder, name, sections)
        for name in ("lost_update", "HtmlPages.Fails", "HtmlPages.HasNamesThatAreMarkup"):
            check_finding(browser, folder, name)
        check_list(browser, folder, pages)
        expect(not browser.errors, f"the console says: {browser.errors}")
    with Chromium(path, script=False) as browser:
        browser.open(os.path.join(folder, "lost_update.html"))
        for selector in (".plot polyline", "#findings svg rect.breaks", ".bar"):
            expect(browser.box(selector) is not None, f"without scripts there is no {selector}")
    print(f"{len(pages)} pages")


main()
