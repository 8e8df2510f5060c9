// Files, parts of files, and files that the browser has already.
#include <fmt/format.h>
#include <memory>

#include "harness/subjects/programs/site/site.hpp"
#include "runtime/web/files.hpp"
#include "runtime/web/redirect_handler.hpp"
#include "runtime/web/static_file_handler.hpp"

namespace windtunnel::subjects {

namespace {

constexpr double modified = 1e6;  // when all files were, on the wall clock
constexpr std::string_view md5_of_digits = "\"781e5e245d69b566979b86e28d23f2c7\"";  // of 0123456789

struct SiteFile {
  std::string_view path;
  std::string_view content;
  std::string_view type;
  std::string_view tag;
};

constexpr SiteFile site_files[] = {
    {"digits.txt", "0123456789", "text/plain", md5_of_digits},
    {"empty.css", "", "text/css", "\"d41d8cd98f00b204e9800998ecf8427e\""},
    {"dir/index.html", "0123456789", "text/html", md5_of_digits},
    {"dir/p.png", "0123456789", "image/png", md5_of_digits},
};

// A path as it is asked for, and what it leads to: a file, or a code.
struct AskedPath {
  std::string_view path;
  int file;  // below 0: none
  int code;
};

constexpr AskedPath asked_paths[] = {{"digits.txt", 0, 200},
                                     {"dir/p.png", 3, 200},
                                     {"empty.css", 1, 200},
                                     {"dir/index.html", 2, 200},
                                     {"dir/../digits.txt", 0, 200},
                                     {"./dir//p.png", 3, 200},
                                     {"d%69gits.txt", 0, 200},
                                     {"nowhere", -1, 404},
                                     {"../digits.txt", -1, 403},
                                     {"dir/../../a", -1, 403},
                                     {"/digits.txt", -1, 403},
                                     {"dir/", 2, 200},
                                     {"dir", 2, 301},
                                     {"", -1, 404},
                                     {"digits.txt/", 0, 200}};

// A header Range, and the part of ten bytes that it means.
struct AskedRange {
  std::string_view header;
  int begin, end;  // the whole: it is ignored; nothing: there is no such part
};

constexpr AskedRange asked_ranges[] = {{"", 0, 10},          {"bytes=2-5", 2, 6},      {"bytes=0-9", 0, 10},
                                       {"bytes=3-", 3, 10},  {"bytes=-4", 6, 10},      {"bytes=0-0", 0, 1},
                                       {"bytes=9-", 9, 10},  {"bytes=9-20", 9, 10},    {"bytes=-0", 0, 0},
                                       {"bytes=10-", 0, 0},  {"bytes=10-12", 0, 0},    {"bytes=-20", 0, 10},
                                       {"bytes=5-2", 0, 10}, {"bytes=x-1", 0, 10},     {"bytes=1-x", 0, 10},
                                       {"lines=1-2", 0, 10}, {"bytes = 1 - 2 ", 1, 3}, {"bytes=-", 0, 10},
                                       {"bytes", 0, 10},     {"bytes=1", 1, 10},       {"bytes=4-4", 4, 5},
                                       {"bytes=-10", 0, 10}, {"bytes=-9", 1, 10},      {"bytes=0-8", 0, 9}};

std::shared_ptr<tornado::web::Files> make_files() {
  std::map<std::string, std::string> contents;
  for (const SiteFile& file : site_files) contents.emplace(file.path, file.content);
  return std::make_shared<tornado::web::MemoryFiles>(std::move(contents), tornado::at_seconds(modified));
}

// The file as a whole.
SiteAnswer file_answer(std::string_view method, const SiteFile& file) {
  SiteAnswer answer = SiteAnswer::page(method, std::string(file.content));
  answer.set("Content-Type", std::string(file.type));
  answer.set("Accept-Ranges", "bytes");
  answer.set("Etag", std::string(file.tag));
  answer.set("Last-Modified", date_text(modified));
  return answer;
}

void take_part(SiteAnswer& answer, const AskedRange& range, std::size_t size, const std::string& method) {
  const std::string whole = answer.body + answer.hidden;
  std::size_t begin = static_cast<std::size_t>(range.begin);
  std::size_t end = static_cast<std::size_t>(range.end);
  if (size == 0) {  // an empty file has no parts; what is no range is ignored
    const bool is_part = begin != 0 || end != 10 || range.header == "bytes=0-9";
    if (is_part && range.header != "bytes=-4" && range.header != "bytes=-9")
      begin = end = 0;
    else
      return;
  }
  if (begin == end) {
    answer.code = 416;
    answer.reason = "Requested Range Not Satisfiable";
    answer.set("Content-Type", "text/plain");
    answer.set("Content-Range", fmt::format("bytes */{}", size));
  } else if (end - begin != size) {
    answer.code = 206;
    answer.reason = "Partial Content";
    answer.set("Content-Range", fmt::format("bytes {}-{}/{}", begin, end - 1, size));
  }
  answer.set("Content-Length", std::to_string(end - begin));
  (method == "HEAD" ? answer.hidden : answer.body) = whole.substr(begin, end - begin);
}

std::string log_line(int code, std::string_view method, std::string_view uri, const SiteSettings& settings) {
  return fmt::format("{} {} {} ({})", code, method, uri, settings.browser_ip);
}

}  // namespace

SiteVisit draw_file(World& world, const SiteSettings& settings, SiteVisit visit) {
  auto& request = visit.request;
  request.method = one_of(world, {"GET", "HEAD"});
  const AskedPath& asked =
      asked_paths[world.choose(static_cast<std::uint32_t>(std::size(asked_paths)), "site/path")];
  const bool has_default = world.choose(2, "site/default") == 0;
  const std::string folder = has_default ? "/files/" : "/plain/";
  const bool has_version = world.choose(3, "site/version") == 2;
  std::string uri = folder + std::string(asked.path) + (has_version ? "?v=1" : "");
  request.url += uri;
  const bool is_folder = asked.path == "dir" || asked.path == "dir/" || asked.path.empty();
  if (asked.file < 0 || (is_folder && !has_default)) {
    const bool forbidden = asked.code == 403 || (is_folder && !has_default);
    visit.answer = forbidden ? SiteAnswer::error(request.method, 403, "Forbidden")
                             : SiteAnswer::error(request.method, 404, "Not Found");
    visit.log = {log_line(visit.answer.code, request.method, uri, settings)};
    return visit;
  }
  if (asked.code == 301) {
    visit.log = {log_line(301, request.method, uri, settings)};
    uri = folder + "dir/";
    visit.answer.url = "http://server" + uri;
  }
  const SiteFile& file = site_files[asked.file];
  SiteAnswer answer = file_answer(request.method, file);
  if (has_version && asked.code != 301) {  // a redirect drops it
    answer.set("Expires", later(315360000));
    answer.set("Cache-Control", "max-age=315360000");
  }
  answer.url = visit.answer.url;
  bool known = false;
  const std::string tag(file.tag);
  switch (world.choose(8, "site/known")) {
    case 4:
      known = true;
      request.headers.set("If-None-Match",
                          one_of(world, {tag, "W/" + tag, "\"x\", " + tag, std::string("*")}));
      break;
    case 5:
      request.headers.set("If-None-Match", one_of(world, {std::string("\"x\""), tag.substr(1)}));
      break;
    case 6: {
      const double since = modified + one_of(world, {0, 1, -1});
      known = since >= modified;
      request.if_modified_since = tornado::at_seconds(since);
      break;
    }
    case 7:
      request.headers.set("If-Modified-Since", "no date");
      break;
    default:
      break;
  }
  const AskedRange& range =
      asked_ranges[world.choose(static_cast<std::uint32_t>(std::size(asked_ranges)), "site/range")];
  if (!range.header.empty()) request.headers.set("Range", std::string(range.header));
  if (known) {
    answer.code = 304;
    answer.reason = "Not Modified";
    answer.body.clear();
    answer.hidden.clear();
    for (const char* name : {"Content-Type", "Content-Length", "Last-Modified"}) answer.remove(name);
  } else {
    take_part(answer, range, file.content.size(), request.method);
    // What is sent is sent in parts, of which the first is on its way before the end is known.
    answer.in_parts = !answer.body.empty();
  }
  visit.answer = answer;
  visit.log.push_back(log_line(answer.code, request.method, uri, settings));
  return visit;
}

SiteVisit draw_redirect(World& world, const SiteSettings& settings, SiteVisit visit) {
  auto& request = visit.request;
  const std::string from = one_of(world, {"/old/a%20b", "/other/x", "/moved/1/2"});
  const std::string to = from == "/old/a%20b" ? "/files/a b"
                         : from == "/other/x" ? "/plain/digits.txt"
                                              : "/files/2/1";
  const int code = from == "/other/x" ? 302 : 301;
  request.url += from;
  request.follow_redirects = world.choose(3, "site/follows") != 2;
  request.max_redirects = one_of(world, {5, 1, 0});
  visit.log = {log_line(code, "GET", from, settings)};
  if (!request.follow_redirects || request.max_redirects == 0) {
    visit.answer = SiteAnswer::page("GET", "", code, code == 301 ? "Moved Permanently" : "Found");
    visit.answer.set("Location", to);
    return visit;
  }
  if (code == 302) {
    visit.answer = file_answer("GET", site_files[0]);
    visit.answer.in_parts = true;
    visit.answer.url = "http://server" + to;
    visit.log.push_back(log_line(200, "GET", to, settings));
  } else if (to == "/files/a b") {  // which is no URL
    visit.answer = SiteAnswer::none("");
    visit.answer.is_told = false;
  } else {
    visit.answer = SiteAnswer::error("GET", 404, "Not Found");
    visit.answer.url = "http://server" + to;
    visit.log.push_back(log_line(404, "GET", to, settings));
  }
  return visit;
}

void add_file_handlers(tornado::web::Application& application) {
  using tornado::web::RedirectHandler;
  using tornado::web::StaticFileHandler;
  const std::shared_ptr<tornado::web::Files> files = make_files();
  application.add_handler<StaticFileHandler>("/files/(.*)", files, std::string("index.html"));
  application.add_handler<StaticFileHandler>("/plain/(.*)", files);
  application.add_handler<RedirectHandler>("/old/(.*)", std::string("/files/{0}"));
  application.add_handler<RedirectHandler>("/other/(.*)", std::string("/plain/digits.txt"), false);
  application.add_handler<RedirectHandler>("/moved/([0-9])/([0-9])", std::string("/files/{1}/{0}"));
}

}  // namespace windtunnel::subjects
