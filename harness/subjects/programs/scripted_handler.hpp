// ScriptedHandler: performs the actions that the request's `do` argument lists, so that a fuzzer that
// controls the request controls the handler.
#pragma once

#include "runtime/web/request_handler.hpp"

namespace windtunnel::subjects {

/// Performs the actions in the argument `do`, one for each letter (see do_action(); other letters do
/// nothing), with the argument `q` as their text. Without `do` it responds with `q`. With `early`, prepare()
/// performs them; with `ugly`, the page for an error fails. It accepts every method. Its application's
/// template loader should use a template's name as its text.
class ScriptedHandler final : public tornado::web::RequestHandler {
 private:
  std::optional<tornado::Future<void>> prepare() override;
  tornado::Future<void> head() override { return act(); }
  tornado::Future<void> get() override { return act(); }
  tornado::Future<void> post() override { return act(); }
  tornado::Future<void> delete_() override { return act(); }
  tornado::Future<void> patch() override { return act(); }
  tornado::Future<void> put() override { return act(); }
  tornado::Future<void> options() override { return act(); }
  void write_error(int status_code, const std::exception_ptr& error) override;

  tornado::Future<void> act();
  void do_action(char action, const std::string& text);
};

}  // namespace windtunnel::subjects
