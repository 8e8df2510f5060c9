// RedirectHandler: redirects every GET to one URL.
#pragma once

#include <string>
#include <utility>

#include "runtime/web/request_handler.hpp"

namespace tornado::web {

/// `application.add_handler<RedirectHandler>("/old/(.*)", std::string("/new/{0}"))`: `{0}` is the first
/// group.
class RedirectHandler final : public RequestHandler {
 public:
  explicit RedirectHandler(std::string url, bool permanent = true)
      : url_(std::move(url)), permanent_(permanent) {}

 protected:
  Future<void> get() override {
    for (std::size_t group = 0; group < path_arguments(); ++group) {
      const std::string mark = "{" + std::to_string(group) + "}";
      if (const std::size_t at = url_.find(mark); at != std::string::npos)
        url_.replace(at, mark.size(), path_argument(group));
    }
    redirect(url_, permanent_);
    Future<void> done;
    done.set_result();
    return done;
  }

 private:
  std::string url_;
  bool permanent_;
};

}  // namespace tornado::web
