// Templates, in Mustache: texts with places that a handler's values fill in, escaped for HTML.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tornado::web {

class TemplateValue;
/// Values by name.
using TemplateValues = std::map<std::string, TemplateValue>;

/// What fills a place: a text, whether a section is shown, the items or the values of a section.
class TemplateValue {
 public:
  TemplateValue(std::string text) : value_(std::move(text)) {}                   // NOLINT: a value is one
  TemplateValue(const char* text) : value_(std::string(text)) {}                 // NOLINT
  TemplateValue(bool shown) : value_(shown) {}                                   // NOLINT
  TemplateValue(std::vector<TemplateValue> items) : value_(std::move(items)) {}  // NOLINT
  TemplateValue(TemplateValues values) : value_(std::move(values)) {}            // NOLINT

  using Variant = std::variant<std::string, bool, std::vector<TemplateValue>, TemplateValues>;
  const Variant& value() const { return value_; }

 private:
  Variant value_;
};

/// Fills the values in. Throws std::invalid_argument, with the place, for a text that is no template; one
/// with partials is none.
std::string render_template(std::string_view text, const TemplateValues& values);

/// Gives the text of a template by its name. Throws what the handler is to fail with.
using TemplateLoader = std::function<std::string(const std::string& name)>;

/// Finds templates among these.
TemplateLoader templates_from(std::map<std::string, std::string> texts);

/// Reads templates from a folder. A name that leads out of it is not found.
TemplateLoader templates_in(const std::string& folder);

}  // namespace tornado::web
