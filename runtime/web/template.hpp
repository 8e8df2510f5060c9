// Templates, in Mustache: texts with placeholders for a handler's values, which are escaped for HTML.
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

/// The value of a placeholder: a text, whether a section is shown, or the items or values of a section.
class TemplateValue {
 public:
  TemplateValue(std::string text) : value_(std::move(text)) {}                   // NOLINT: implicit
  TemplateValue(const char* text) : value_(std::string(text)) {}                 // NOLINT
  TemplateValue(bool shown) : value_(shown) {}                                   // NOLINT
  TemplateValue(std::vector<TemplateValue> items) : value_(std::move(items)) {}  // NOLINT
  TemplateValue(TemplateValues values) : value_(std::move(values)) {}            // NOLINT

  using Variant = std::variant<std::string, bool, std::vector<TemplateValue>, TemplateValues>;
  const Variant& value() const { return value_; }

 private:
  Variant value_;
};

/// Renders the template. Throws std::invalid_argument, with the position, if the text is not a valid template
/// or has partials.
std::string render_template(std::string_view text, const TemplateValues& values);

/// Returns the text of a template by its name. An exception from it becomes the handler's failure.
using TemplateLoader = std::function<std::string(const std::string& name)>;

/// Loads templates from a map.
TemplateLoader templates_from(std::map<std::string, std::string> texts);

/// Loads templates from a folder. A name that leads out of the folder is not found.
TemplateLoader templates_in(const std::string& folder);

}  // namespace tornado::web
