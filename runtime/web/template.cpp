#include "runtime/web/template.hpp"

#include <filesystem>
#include <fstream>
#include <kainjow/mustache.hpp>
#include <sstream>
#include <stdexcept>

#include "runtime/web/text.hpp"

namespace tornado::web {

namespace {

namespace mustache = kainjow::mustache;

mustache::data to_data(const TemplateValue& value);

mustache::data to_data(const TemplateValues& values) {
  mustache::data object(mustache::data::type::object);
  for (const auto& [name, value] : values) object.set(name, to_data(value));
  return object;
}

struct ToData {
  mustache::data operator()(const std::string& text) const { return text; }
  mustache::data operator()(bool shown) const { return shown; }
  mustache::data operator()(const std::vector<TemplateValue>& items) const {
    mustache::data list(mustache::data::type::list);
    for (const TemplateValue& item : items) list.push_back(to_data(item));
    return list;
  }
  mustache::data operator()(const TemplateValues& values) const { return to_data(values); }
};

mustache::data to_data(const TemplateValue& value) {
  return std::visit(ToData(), value.value());
}

// Looks up a template's names. The library would treat a text among the values as a partial, and recurse
// without end if it names itself. Values are not templates: they may come from a browser.
class Context final : public mustache::context<std::string> {
 public:
  using context::context;

  const mustache::data* get_partial(const std::string& name) const override {
    throw std::invalid_argument("invalid template: partials, such as '" + name + "', are not supported");
  }
};

[[noreturn]] void not_found(const std::string& name) {
  throw std::invalid_argument("there is no template '" + name + "'");
}

}  // namespace

std::string render_template(std::string_view text, const TemplateValues& values) {
  mustache::mustache parsed{std::string(text)};
  if (!parsed.is_valid()) throw std::invalid_argument("invalid template: " + parsed.error_message());
  parsed.set_custom_escape([](const std::string& value) { return escaped_for_html(value); });
  const mustache::data data = to_data(values);
  Context context(&data);
  std::string rendered = parsed.render(context);
  if (!parsed.is_valid()) throw std::invalid_argument("invalid template: " + parsed.error_message());
  return rendered;
}

TemplateLoader templates_from(std::map<std::string, std::string> texts) {
  return [texts = std::move(texts)](const std::string& name) {
    const auto at = texts.find(name);
    if (at == texts.end()) not_found(name);
    return at->second;
  };
}

TemplateLoader templates_in(const std::string& folder) {
  return [folder](const std::string& name) {
    const std::filesystem::path path = std::filesystem::path(name).lexically_normal();
    if (path.empty() || path.is_absolute() || *path.begin() == "..") not_found(name);
    std::ifstream file(std::filesystem::path(folder) / path, std::ios::binary);
    if (!file) not_found(name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  };
}

}  // namespace tornado::web
