#include "harness/subjects/interpreter/render.hpp"

#include <charconv>
#include <cmath>
#include <fmt/format.h>

#include "harness/scenario/real_text.hpp"
#include "harness/subjects/interpreter/exceptions.hpp"
#include "harness/subjects/interpreter/object_classes.hpp"
#include "harness/subjects/interpreter/operators.hpp"

namespace windtunnel::subjects {

namespace {

enum class Style { trace, repr };

void append_integer(std::int64_t value, std::string& out) {
  char digits[24];
  auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, end);
}

// Python's repr distinguishes a whole float from an integer; a trace does not.
void append_real_repr(double value, std::string& out) {
  std::isfinite(value) ? append_repr(out, value) : render_real(value, out);
}

void append_timedelta_repr(std::int64_t microseconds, std::string& out) {
  constexpr std::int64_t second = 1'000'000;
  constexpr std::int64_t day = 86'400 * second;
  std::int64_t rest = ((microseconds % day) + day) % day;
  std::pair<const char*, std::int64_t> parts[] = {
      {"days", (microseconds - rest) / day}, {"seconds", rest / second}, {"microseconds", rest % second}};
  out += "datetime.timedelta(";
  bool first = true;
  for (const auto& [name, amount] : parts) {
    if (amount != 0)
      fmt::format_to(std::back_inserter(out), "{}{}={}", std::exchange(first, false) ? "" : ", ", name,
                     amount);
  }
  out += first ? "0)" : ")";
}

void append_text(std::string_view text, std::string& out) {
  for (char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      out.push_back(c);
    }
  }
}

void append_quoted(std::string_view text, std::string& out) {
  bool double_quotes = text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos;
  char quote = double_quotes ? '"' : '\'';
  out.push_back(quote);
  for (char c : text) {
    if (c == quote || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      out.push_back(c);
    }
  }
  out.push_back(quote);
}

std::string_view builtin_form(Word name) {
  switch (name) {
#define WINDTUNNEL_WORD(identifier, text)
#define WINDTUNNEL_CLASS(identifier, text) case word::identifier:
#include "harness/scenario/words.def"
    return "<type>";
    case word::gen:
    case word::stack_context:
    case word::locks:
    case word::queues:
      return "<module>";
    case word::traceback:
      return "<traceback>";
    case word::loop_instance:
      return "<IOLoop>";
    default:
      return is_exception_class(Value::native(name)) ? "<type>" : "<function>";
  }
}

void append_form(std::string_view name, std::string& out) {
  out.push_back('<');
  out.append(name).push_back('>');
}

// Exceptions can contain exceptions, to any depth; deeper ones are shown as dots.
constexpr int deepest_shown = 300;

// A nested value can be exponentially longer than its parts; about this many bytes of a value are shown.
constexpr std::size_t longest_shown = 2 << 20;

struct Form {
  Style style;
  std::size_t longest;  // limit of the whole text
};

void append(const Interpreter& interpreter, const Value& value, const Form& form, int depth,
            std::string& out);

template <class Items, class Append>
void append_all(const Items& items, const Form& form, std::string& out, Append append_item) {
  bool first = true;
  for (const auto& item : items) {
    if (out.size() > form.longest) return;
    if (!std::exchange(first, false)) out += ", ";
    append_item(item);
  }
}

void append_object(const Interpreter& interpreter, const Value& value, const Form& form, int depth,
                   std::string& out) {
  auto item = [&](const Value& inner) { append(interpreter, inner, form, depth + 1, out); };
  if (const auto* string = value.as<StringObject>()) {
    form.style == Style::repr ? append_quoted(string->text, out) : append_text(string->text, out);
  } else if (const auto* list = value.as<ListObject>()) {
    out.push_back('[');
    append_all(list->items, form, out, item);
    out.push_back(']');
  } else if (const auto* dict = value.as<DictObject>()) {
    out.push_back('{');
    append_all(dict->items, form, out, [&](const auto& entry) {
      append(interpreter, Value::word(entry.first), form, depth + 1, out);
      out += ": ";
      item(entry.second);
    });
    out.push_back('}');
  } else if (const auto* exception = value.as<ExceptionObject>()) {
    out += class_name(interpreter, exception->type);
    out.push_back('(');
    append_all(exception->arguments, form, out, item);
    out.push_back(')');
  } else if (const auto* arguments = value.as<ArgumentsObject>()) {
    out.push_back('[');
    item(arguments->positional);
    out += ", ";
    item(arguments->named);
    out.push_back(']');
  } else {
    const std::string_view shown = traits_of(value.object()->kind()).shown;
    append_form(shown.empty() ? interpreter.text(own_type_of(*value.object())) : shown, out);
  }
}

void append(const Interpreter& interpreter, const Value& value, const Form& form, int depth,
            std::string& out) {
  if (out.size() > form.longest) return;
  if (depth > deepest_shown) {
    out += "...";
    return;
  }
  switch (value.tag()) {
    case Tag::unset:
    case Tag::none:
      out += "None";
      return;
    case Tag::boolean:
      out += value.as_integer() != 0 ? "True" : "False";
      return;
    case Tag::integer:
      return append_integer(value.as_integer(), out);
    case Tag::real:
      form.style == Style::repr ? append_real_repr(value.as_real(), out) : render_real(value.as_real(), out);
      return;
    case Tag::word:
      form.style == Style::repr ? append_quoted(interpreter.view_of(value), out)
                                : append_text(interpreter.view_of(value), out);
      return;
    case Tag::timedelta:
      if (form.style == Style::repr) return append_timedelta_repr(value.as_integer(), out);
      out += "<timedelta>";
      return;
    case Tag::function:
      out += "<function>";
      return;
    case Tag::native:
      out += builtin_form(value.as_word());
      return;
    case Tag::object:
      return append_object(interpreter, value, form, depth, out);
  }
}

}  // namespace

void render(const Interpreter& interpreter, const Value& value, std::string& out) {
  append(interpreter, value, {Style::trace, out.size() + longest_shown}, 0, out);
}

void render_repr(const Interpreter& interpreter, const Value& value, std::string& out) {
  append(interpreter, value, {Style::repr, out.size() + longest_shown}, 0, out);
}

void render_real(double value, std::string& out) {
  if (std::isnan(value)) {
    out += "nan";
  } else if (std::isinf(value)) {
    out += value > 0 ? "inf" : "-inf";
  } else if (value == 0) {
    out.push_back('0');
  } else if (std::floor(value) != value) {
    append_repr(out, value);
  } else if (std::fabs(value) < 9e15) {
    append_integer(static_cast<std::int64_t>(value), out);
  } else {
    fmt::format_to(std::back_inserter(out), "{:.0f}", value);
  }
}

}  // namespace windtunnel::subjects
