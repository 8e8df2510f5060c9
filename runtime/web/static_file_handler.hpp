// StaticFileHandler: answers with files: their types, ranges of them, and nothing if the browser has them
// already.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "runtime/web/files.hpp"
#include "runtime/web/request_handler.hpp"

namespace tornado::web {

/// `application.add_handler<StaticFileHandler>("/static/(.*)", files)`: the first group is the file's path.
class StaticFileHandler : public RequestHandler {
 public:
  /// `default_filename` is the file of a folder, such as "index.html"; without one, a folder is a 403.
  explicit StaticFileHandler(std::shared_ptr<Files> files, std::string default_filename = {})
      : files_(std::move(files)), default_filename_(std::move(default_filename)) {}

  /// The URL of a file with its version, so that browsers may keep it for long: `/static/a.txt?v=...`.
  static std::string make_static_url(Files& files, const std::string& path,
                                     const std::string& prefix = "/static/");

 protected:
  Future<void> get() override { return send_file(true); }
  Future<void> head() override { return send_file(false); }
  std::string compute_etag() const override;

  /// For derived handlers: more headers for this file.
  virtual void set_extra_headers(const std::string& /*path*/) {}

 private:
  // A part of the file; positions that the browser did not say are empty.
  struct Range {
    std::optional<std::size_t> begin;
    std::optional<std::size_t> end;
    bool unsatisfiable = false;
  };

  Future<void> send_file(bool with_body);
  // The path of the file, or empty if the response is finished: it was a redirect to a folder.
  std::optional<std::string> validated_path();
  void set_headers();
  bool should_return_304() const;
  Range wanted_range() const;

  const std::shared_ptr<Files> files_;
  const std::string default_filename_;
  std::string path_;
  FileInfo info_;
};

}  // namespace tornado::web
