// What a proxy says about the browser that it stands in for.
#pragma once

#include <string>
#include <vector>

#include "runtime/http/headers.hpp"
#include "runtime/http/http1_connection.hpp"

namespace tornado::http {

/// The context of a request as a proxy's headers describe it: X-Real-Ip, else the last address in
/// X-Forwarded-For that is not `trusted`; X-Scheme, else X-Forwarded-Proto. What is no address or no scheme
/// changes nothing.
RequestContext forwarded_context(const HTTPHeaders& headers, RequestContext context,
                                 const std::vector<std::string>& trusted);

}  // namespace tornado::http
