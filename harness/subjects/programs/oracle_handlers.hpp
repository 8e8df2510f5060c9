// The handlers of raw HTTP requests and of HTTP scripts that the real Tornado has too
// (harness/oracle/python/http_handlers.py).
#pragma once

#include "runtime/web/application.hpp"

namespace windtunnel::subjects::as_original {

/// Adds the handlers, and their files.
void add_handlers(tornado::web::Application& application);

}  // namespace windtunnel::subjects::as_original
