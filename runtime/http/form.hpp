// Forms: the arguments and files in the body of a request, in the two encodings that browsers use.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/http/headers.hpp"
#include "runtime/http/url.hpp"

namespace tornado::http {

/// A file that was sent with a form.
struct HTTPFile {
  std::string name;  ///< of the form's field
  std::string filename;
  std::string content_type;  ///< "application/unknown" if the browser did not say
  std::string body;
};

/// What a form holds, in the order in which it was sent.
struct Form {
  std::vector<Argument> arguments;
  std::vector<HTTPFile> files;
};

/// The form in a body with these headers: `application/x-www-form-urlencoded` or `multipart/form-data`. As in
/// the original, a body with a Content-Encoding, an encoded form that is not UTF-8, and a malformed multipart
/// body have no arguments; what is wrong is logged.
Form parse_form(const HTTPHeaders& headers, std::string_view body);

/// A header's value and its parameters: `form-data; name="a"`.
struct ValueWithParameters {
  std::string value;
  std::vector<Argument> parameters;  ///< with names in small letters; the last of equal names counts

  /// The last one of that name; empty if there is none.
  std::string_view get(std::string_view name) const;
};

/// Takes such a header apart.
ValueWithParameters parse_parameters(std::string_view header);

}  // namespace tornado::http
