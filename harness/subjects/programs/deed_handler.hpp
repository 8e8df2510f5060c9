// DeedHandler: a handler that does what its request says, so that whoever makes requests makes handlers too.
#pragma once

#include "runtime/web/request_handler.hpp"

namespace windtunnel {

/// Does the deeds of the argument `do`, a letter each (those of DeedHandler::do_deed, others are nothing),
/// with the argument `q` as their text; without any it says what `q` is. `early` lets prepare() do them; with
/// `ugly` the page for an error fails. It takes every method. Its application's template loader should take a
/// template's name for its text.
class DeedHandler final : public tornado::web::RequestHandler {
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
  void do_deed(char deed, const std::string& text);
};

}  // namespace windtunnel
