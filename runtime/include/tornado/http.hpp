// HTTP: the client, the server, and applications of request handlers.
#pragma once

#include <tornado/tornado.hpp>

#include "runtime/http/async_http_client.hpp"
#include "runtime/http/http_server.hpp"
#include "runtime/http/simple_client.hpp"
#include "runtime/web/application.hpp"
#include "runtime/web/request_handler.hpp"
