// The types of files by their names.
#pragma once

#include <string_view>

namespace tornado::web {

/// The type for a Content-Type header: `text/html` for "a.html", `application/gzip` for "a.txt.gz", and
/// `application/octet-stream` where the name does not say. The machine's own tables are not asked.
std::string_view mime_type_of(std::string_view path);

}  // namespace tornado::web
