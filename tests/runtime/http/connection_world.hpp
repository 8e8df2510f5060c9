// ConnectionWorld: a World that also keeps what connections log.
#pragma once

#include "tests/runtime/world.hpp"

namespace tornado::http {

class ConnectionWorld : public World {
 public:
  ConnectionWorld() {
    loop.set_log_handler(
        {[this](ErrorKind kind, const std::exception_ptr& error) {
           constexpr const char* names[] = {"callback", "multiple", "late", "connection"};
           logged.push_back(std::string(names[static_cast<int>(kind)]) + " " + message_of(error));
         },
         [this](const std::exception_ptr& error) { logged.push_back("unretrieved " + message_of(error)); }});
  }
};

}  // namespace tornado::http
