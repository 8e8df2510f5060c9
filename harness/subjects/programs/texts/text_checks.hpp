// The checks of the subject `texts`. Each draws the input of functions of http and web, and compares what
// they make of it with what a model says: one that was written from the standard or from Python's
// documentation, without a look at the runtime, or the library that everybody trusts (OpenSSL, the C
// library).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>

#include "harness/subjects/world/world.hpp"

namespace windtunnel::subjects {

/// Draws parts of inputs; the first of several is the simplest.
class TextDraw {
 public:
  explicit TextDraw(World& world_in) : world(world_in) {}

  std::uint32_t below(std::uint32_t options) const { return world.choose(options, "texts/draw"); }
  bool coin() const { return below(2) == 1; }
  /// One of a few values, which are listed.
  template <class T>
  T one_of(std::initializer_list<T> values) const {
    return std::data(values)[below(static_cast<std::uint32_t>(values.size()))];
  }
  /// Up to `most` of these parts, one after the other.
  std::string text(std::initializer_list<std::string_view> parts, std::uint32_t most) const {
    std::string result;
    for (std::uint32_t left = below(most + 1); left > 0; --left) result += one_of(parts);
    return result;
  }
  /// Up to `most` bytes of any value.
  std::string bytes(std::uint32_t most) const {
    std::string result;
    for (std::uint32_t left = below(most + 1); left > 0; --left) result += static_cast<char>(below(256));
    return result;
  }

  World& world;
};

/// Whether the call throws this exception. Others come out.
template <class Exception, class Function>
bool throws(const Function& function) {
  try {
    function();
  } catch (const Exception&) {
    return true;
  }
  return false;
}

void check_url_escapes(const TextDraw& draw);
void check_url_arguments(const TextDraw& draw);
void check_url_parts(const TextDraw& draw);
void check_resolved_url(const TextDraw& draw);
void check_cookie_header(const TextDraw& draw);
void check_set_cookie(const TextDraw& draw);
void check_written_date(const TextDraw& draw);
void check_read_date(const TextDraw& draw);
void check_base64(const TextDraw& draw);
void check_utf8(const TextDraw& draw);
void check_blanks(const TextDraw& draw);
void check_parameters(const TextDraw& draw);
void check_multipart(const TextDraw& draw);
void check_encoded_form(const TextDraw& draw);
void check_headers(const TextDraw& draw);
void check_request_head(const TextDraw& draw);
void check_response_head(const TextDraw& draw);
void check_chunk_lines(const TextDraw& draw);
void check_forwarded(const TextDraw& draw);
void check_digests(const TextDraw& draw);
void check_signed_value(const TextDraw& draw);
void check_older_signed_value(const TextDraw& draw);
void check_entity_tags(const TextDraw& draw);
void check_json(const TextDraw& draw);
void check_template(const TextDraw& draw);
void check_file_types(const TextDraw& draw);
void check_reversed_pattern(const TextDraw& draw);
void check_gzip(const TextDraw& draw);
void check_page_texts(const TextDraw& draw);

}  // namespace windtunnel::subjects
