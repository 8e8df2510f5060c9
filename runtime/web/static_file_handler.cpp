#include "runtime/web/static_file_handler.hpp"

#include <algorithm>
#include <charconv>

#include "runtime/http/text.hpp"
#include "runtime/web/mime_types.hpp"
#include "runtime/web/text.hpp"

namespace tornado::web {

namespace {

constexpr double cache_seconds = 86400.0 * 365 * 10;  // for URLs with a version
constexpr std::size_t chunk_size = std::size_t{64} << 10U;

// The path without empty parts and dots; empty if it leads out of the root.
std::optional<std::string> normalized(std::string_view path) {
  if (path.starts_with('/')) return std::nullopt;
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(part.size() + 1, path.size()));
    if (part == "..") {
      if (parts.empty()) return std::nullopt;
      parts.pop_back();
    } else if (!part.empty() && part != ".") {
      parts.push_back(part);
    }
  }
  std::string text;
  for (const std::string_view part : parts) text.append(text.empty() ? "" : "/").append(part);
  return text;
}

// A position; `valid` becomes false if it is neither a number nor missing.
std::optional<std::size_t> position(std::string_view digits, bool& valid) {
  digits = http::stripped(digits, " \t");
  if (digits.empty()) return std::nullopt;
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  valid = valid && error == std::errc() && end == digits.data() + digits.size();
  return number;
}

}  // namespace

std::string StaticFileHandler::make_static_url(Files& files, const std::string& path,
                                               const std::string& prefix) {
  return prefix + path + "?v=" + files.version(path);
}

std::string StaticFileHandler::compute_etag() const {
  return '"' + files_->version(path_) + '"';
}

std::optional<std::string> StaticFileHandler::validated_path() {
  std::optional<std::string> path = normalized(path_argument(0));
  if (!path) throw HTTPError(403, path_argument(0) + " is not in root static directory");
  std::optional<FileInfo> info = files_->find(*path);
  if (info && info->is_folder && !default_filename_.empty()) {
    if (!request().path.ends_with('/')) {
      redirect(request().path + "/", true);
      return std::nullopt;
    }
    path->append(path->empty() ? "" : "/").append(default_filename_);
    info = files_->find(*path);
  }
  if (!info) throw HTTPError(404);
  if (info->is_folder) throw HTTPError(403, path_argument(0) + " is not a file");
  info_ = *info;
  return path;
}

void StaticFileHandler::set_headers() {
  set_header("Accept-Ranges", "bytes");
  set_etag_header();
  set_header("Last-Modified", http_date(info_.modified));
  set_header("Content-Type", std::string(mime_type_of(path_)));
  const std::vector<http::Argument> arguments = request().arguments();
  if (std::any_of(arguments.begin(), arguments.end(),
                  [](const auto& argument) { return argument.first == "v"; })) {
    set_header("Expires", http_date(connection().loop().wall_time() + Duration(cache_seconds)));
    set_header("Cache-Control", "max-age=" + std::to_string(static_cast<std::int64_t>(cache_seconds)));
  }
  set_extra_headers(path_argument(0));
}

bool StaticFileHandler::should_return_304() const {
  if (check_etag_header()) return true;
  const std::optional<Time> since = http::parse_http_date(request().headers.get("If-Modified-Since", ""));
  return since && *since >= info_.modified;
}

// One range alone is understood; what is none is ignored.
StaticFileHandler::Range StaticFileHandler::wanted_range() const {
  const std::string header = request().headers.get("Range", "");
  const std::size_t equals = std::min(header.find('='), header.size());
  if (http::stripped(std::string_view(header).substr(0, equals), " \t") != "bytes") return {};
  const std::string_view value =
      http::stripped(std::string_view(header).substr(std::min(equals + 1, header.size())), " \t");
  const std::size_t hyphen = std::min(value.find('-'), value.size());
  bool valid = true;
  const std::optional<std::size_t> first = position(value.substr(0, hyphen), valid);
  const std::optional<std::size_t> last = position(value.substr(std::min(hyphen + 1, value.size())), valid);
  if (!valid || (first && last && *last < *first)) return {};
  Range range;
  if (first) {
    range.begin = first;
    range.unsatisfiable = *first >= info_.size;
    if (last) range.end = std::min(*last, info_.size - 1) + 1;
  } else if (last) {  // only the file's last `*last` bytes
    range.unsatisfiable = *last == 0;
    range.begin = info_.size - std::min(*last, info_.size);
  }
  return range;
}

Future<void> StaticFileHandler::send_file(bool with_body) {
  const std::optional<std::string> path = validated_path();
  if (!path) co_return;
  path_ = *path;
  set_headers();
  if (should_return_304()) {
    set_status(304);
    co_return;
  }
  const Range range = wanted_range();
  if (range.unsatisfiable) {
    set_status(416);
    set_header("Content-Type", "text/plain");
    set_header("Content-Range", "bytes */" + std::to_string(info_.size));
    co_return;
  }
  std::size_t begin = range.begin.value_or(0);
  const std::size_t end = range.end.value_or(info_.size);
  if (end - begin != info_.size) {
    set_status(206);
    set_header("Content-Range", "bytes " + std::to_string(begin) + "-" + std::to_string(end - 1) + "/" +
                                    std::to_string(info_.size));
  }
  set_header("Content-Length", std::to_string(end - begin));
  while (with_body && begin < end) {
    const std::string chunk = files_->read(path_, begin, std::min(chunk_size, end - begin));
    if (chunk.empty()) break;  // it has become shorter: finish() says so
    begin += chunk.size();
    write(chunk);
    const Future<void> sent = flush();
    co_yield settled(sent);
    if (sent.exception()) co_return;  // the browser has gone
  }
}

}  // namespace tornado::web
