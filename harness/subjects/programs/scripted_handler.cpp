#include "harness/subjects/programs/scripted_handler.hpp"

#include <stdexcept>

#include "runtime/coroutine.hpp"
#include "runtime/moment.hpp"

namespace windtunnel::subjects {

using tornado::Future;
namespace web = tornado::web;

std::optional<Future<void>> ScriptedHandler::prepare() {
  if (get_arguments("early").empty()) return std::nullopt;
  return act();
}

void ScriptedHandler::write_error(int status_code, const std::exception_ptr& error) {
  if (!get_arguments("ugly").empty()) throw std::runtime_error("the page fails");
  RequestHandler::write_error(status_code, error);
}

Future<void> ScriptedHandler::act() {
  const std::string actions = get_argument("do", "");
  const std::string text = get_argument("q", "nothing");
  if (actions.empty()) write("got " + text);
  for (const char action : actions) {
    if (action == 'f') {
      const Future<void> sent = flush();
      co_yield sent;
    } else if (action == 'm') {
      co_yield tornado::moment;
    } else {
      do_action(action, text);
    }
  }
}

void ScriptedHandler::do_action(char action, const std::string& text) {
  switch (action) {
    case 'a':
      return add_header("X-Added", text);
    case 'b':
      return write(request().body);
    case 'c':
      return clear_header("X-Set");
    case 'e':
      return send_error(503);
    case 'g':
      return write(get_argument("missing"));
    case 'h':
      return set_header("X-Set", text);
    case 'l':
      return set_header("Content-Length", text);
    case 'n':
      return set_status(204);
    case 'p':
      return redirect(text, true);
    case 'r':
      return redirect(text);
    case 's':
      return set_status(static_cast<int>(text.size()));
    case 't':
      return render(text, {{"q", text},
                           {"yes", true},
                           {"list", std::vector<web::TemplateValue>{"one"}},
                           {"object", web::TemplateValues{{"q", "inner"}}}});
    case 'v':
      return set_status(299, text);
    case 'w':
      return write(text);
    case 'x':
      throw std::runtime_error(text);
    case 'F':
      throw web::Finish();
    case 'H':
      throw web::HTTPError(404, text);
    case 'R':
      throw web::HTTPError(418, "", text);
    case '.':
      return finish(text);
    default:
      return;
  }
}

}  // namespace windtunnel::subjects
