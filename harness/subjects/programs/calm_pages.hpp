// The pages of calm_web: the handlers that serve them, and for each request the answer that it must get. The
// model knows nothing of how the runtime makes an answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "harness/subjects/world/world.hpp"
#include "runtime/http/async_http_client.hpp"
#include "runtime/web/application.hpp"

namespace windtunnel::subjects {

inline constexpr std::size_t longest_upload = 1000;  ///< in bytes

/// What the handlers of one run did.
struct PageLog {
  std::map<std::uint32_t, std::uint32_t> served;  ///< by the number of the request, redirects included
  std::size_t at_once = 0;
  std::size_t most_at_once = 0;
};

/// Adds the handlers. The log must outlive the application's requests.
void add_pages(tornado::web::Application& application, PageLog& log);

tornado::web::Settings page_settings(bool compresses);

/// What a page in parts has as its part of that number.
std::string page_part(std::uint32_t number);

/// What must come.
struct PageAnswer {
  bool comes = true;  ///< false: the request is refused, and how is not said
  int code = 200;
  std::string reason = "OK";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  ///< some of them
};

/// One visit: a request, and the answer to it.
struct Page {
  enum class Kind : std::uint32_t {
    echo,
    form,
    files,
    parts,
    hops,
    rendered,
    json,
    error,
    missing,
    tagged,
    secret,
    upload,
    count_
  };

  Kind kind = Kind::echo;
  std::uint32_t number = 0;
  std::string method;
  std::string word;                 ///< in the path
  std::vector<std::string> values;  ///< of the argument a
  std::string cookie;
  std::uint32_t count = 0;   ///< of redirects or parts; a code; bytes to upload
  bool in_chunks = false;    ///< the browser sends its body so
  std::string remembered;    ///< from the first answer: an entity tag, or a cookie
  std::uint32_t visits = 0;  ///< before this one

  tornado::http::HTTPRequest request() const;
  PageAnswer answer() const;
  std::string final_url() const;

  /// Whether a second visit shows what the first one left.
  bool remembers() const { return kind == Kind::tagged || kind == Kind::secret; }
  void take(const tornado::http::HTTPResponse& response);
  /// How many requests have been served for it.
  std::uint32_t served() const;
};

Page draw_page(World& world, std::uint32_t number);

}  // namespace windtunnel::subjects
