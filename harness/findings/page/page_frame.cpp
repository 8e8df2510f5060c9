#include "harness/findings/page/page_frame.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <system_error>
#include <vector>

#include "harness/findings/timeline/markup.hpp"
#include "harness/findings/timeline/timeline_page.hpp"

namespace windtunnel::findings {

namespace {

constexpr std::size_t most_pages = 10'000;  // in the list
constexpr std::string_view verdict_begins = "<meta name=\"description\" content=\"";

constexpr std::string_view frame = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="@VERDICT@">
<title>@TITLE@</title><link rel="icon" href="data:,"><style>
:root { color-scheme: light dark; --back: #ffffff; --front: #1b1f24; --dim: #6a737d; --line: #d8dee4; --bar: #5b8def; --bad: #c62828 }
@media (prefers-color-scheme: dark) { :root { --back: #16191d; --front: #e6e9ec; --dim: #98a2ad; --line: #333a42; --bar: #6ea3ff; --bad: #ff7b72 } }
body { background: var(--back); color: var(--front); font: 14px/1.5 system-ui, sans-serif; margin: 1.5em auto; max-width: 80em; padding: 0 1em }
h1 { font-size: 1.5em; margin-bottom: 0 } h2 { font-size: 1.15em; border-bottom: 1px solid var(--line); margin-top: 2em } h3 { font-size: 1em }
table { border-collapse: collapse } td, th { text-align: left; padding: 2px 1.4em 2px 0; vertical-align: top; font-weight: normal }
th { color: var(--dim) } .number { text-align: right; font-variant-numeric: tabular-nums }
.verdict { margin-top: 0 } .broken, .never td, h3 { color: var(--bad) } .bar { display: inline-block; height: .7em; background: var(--bar) }
pre { font: 12px/1.45 ui-monospace, monospace; overflow-x: auto } svg { max-width: 100%; height: auto }
.plot text { font: 12px system-ui, sans-serif; fill: var(--dim) } .plot .curve-name { fill: var(--front) } .grid { stroke: var(--line) }
.curve { fill: none; stroke-width: 2 } .c0 { stroke: #5b8def } .c1 { stroke: #d98200 } .c2 { stroke: #4c9a5a } .c3 { stroke: #c62828 }
.c4 { stroke: #8a63d2 } .c5 { stroke: #a0522d } .c6 { stroke: #d6569b } .c7 { stroke: #8a929a } .c8 { stroke: #a5a800 } .c9 { stroke: #17a2b8 }
</style></head><body><h1>@TITLE@</h1>
@BODY@
</body></html>
)";

// What the page says in a few words, as markup; empty for a file that is no such page.
std::string verdict_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string begin(2000, '\0');
  file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  begin.resize(static_cast<std::size_t>(file.gcount()));
  const std::size_t at = begin.find(verdict_begins);
  if (at == std::string::npos) return {};
  const std::size_t words = at + verdict_begins.size();
  const std::size_t end = begin.find('"', words);
  return end == std::string::npos ? std::string() : begin.substr(words, end - words);
}

}  // namespace

std::string framed(std::string_view title, std::string_view verdict, std::string_view body) {
  constexpr std::size_t longest_verdict = 200;
  return filled(frame, {{"TITLE", in_markup(title)},
                        {"VERDICT", in_markup(verdict.substr(0, longest_verdict))},
                        {"BODY", body}});
}

std::string file_name_of(std::string_view name) {
  constexpr std::size_t longest = 100;
  std::string file;
  for (const char byte : name.substr(0, longest)) {
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= '0' && byte <= '9') || byte == '_' || byte == '-' ||
                       (byte == '.' && !file.empty());
    file += plain ? byte : '-';
  }
  return file.empty() || file == "index" ? file + "-search" : file;
}

std::string index_of(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (std::filesystem::directory_iterator at(folder, failed), end; !failed && at != end;
       at.increment(failed)) {
    const std::string name = at->path().filename().string();
    if (name.ends_with(".html") && !name.ends_with("-timeline.html") && name != "index.html" &&
        names.size() < most_pages)
      names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  std::string body = "<table>\n";
  for (const std::string& name : names) {
    body += fmt::format("<tr><td><a href=\"{}\">{}</a></td><td>{}</td></tr>\n", in_markup(name),
                        in_markup(name.substr(0, name.size() - 5)), verdict_of(folder / name));
  }
  return framed("windtunnel", "the pages of this folder", body + "</table>\n");
}

}  // namespace windtunnel::findings
