// What web makes pages of: JSON, templates, the types of files and the paths of routes.
#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

#include "harness/subjects/programs/texts/text_checks.hpp"
#include "runtime/web/json.hpp"
#include "runtime/web/mime_types.hpp"
#include "runtime/web/reversed_pattern.hpp"
#include "runtime/web/template.hpp"

namespace windtunnel::subjects {

namespace {

namespace web = tornado::web;
using Json = nlohmann::ordered_json;

struct DrawnJson {
  Json value;
  std::string text;  // as Python writes it
};

DrawnJson draw_json(const TextDraw& draw, std::uint32_t depth) {
  const double infinite = std::numeric_limits<double>::infinity();
  switch (draw.below(depth == 0 ? 8 : 10)) {
    case 0:
      return {1, "1"};
    case 1:
      return draw.coin() ? DrawnJson{true, "true"} : DrawnJson{nullptr, "null"};
    case 2:
      return draw.coin() ? DrawnJson{1.5, "1.5"} : DrawnJson{-0.25, "-0.25"};
    case 3:
      return draw.coin() ? DrawnJson{infinite, "Infinity"} : DrawnJson{-infinite, "-Infinity"};
    case 4:
      return draw.coin() ? DrawnJson{std::numeric_limits<double>::quiet_NaN(), "NaN"} : DrawnJson{-7, "-7"};
    case 5:
      return {"a\"\\/\n\x01", "\"a\\\"\\\\/\\n\\u0001\""};
    case 6:
      return {"\x7f\xc3\xa9\x7f\xf0\x9f\x98\x80", "\"\x7f\\u00e9\x7f\\ud83d\\ude00\""};
    case 7:
      return {"</</b>", "\"<\\/<\\/b>\""};
    case 8: {
      DrawnJson list{Json::array(), "["};
      for (std::uint32_t left = draw.below(3); left > 0; --left) {
        DrawnJson item = draw_json(draw, depth - 1);
        list.text += (list.value.empty() ? "" : ", ") + item.text;
        list.value.push_back(std::move(item.value));
      }
      list.text += "]";
      return list;
    }
    default: {
      DrawnJson object{Json::object(), "{"};
      for (const char* name : {"z", "a\n", "</"}) {
        if (!draw.coin()) continue;
        DrawnJson member = draw_json(draw, depth - 1);
        object.text += object.value.empty() ? "" : ", ";
        object.text += name == std::string_view("a\n") ? "\"a\\n\"" : name[0] == 'z' ? "\"z\"" : "\"<\\/\"";
        object.text += ": " + member.text;
        object.value[name] = std::move(member.value);
      }
      object.text += "}";
      return object;
    }
  }
}

}  // namespace

void check_json(const TextDraw& draw) {
  const DrawnJson drawn = draw_json(draw, 3);
  draw.world.check_equal(web::to_json_text(drawn.value), drawn.text, "a value as JSON");
}

void check_template(const TextDraw& draw) {
  World& world = draw.world;
  const std::string word = draw.one_of({"", "w", "<a&\"'>", "{{x}}"});
  std::string escaped;
  for (const char byte : word)
    escaped += byte == '<'    ? "&lt;"
               : byte == '>'  ? "&gt;"
               : byte == '&'  ? "&amp;"
               : byte == '"'  ? "&quot;"
               : byte == '\'' ? "&#39;"
                              : std::string(1, byte);
  const bool shown = draw.coin();
  const std::uint32_t items = draw.below(3);
  web::TemplateValues values{{"word", word}, {"shown", shown}};
  std::vector<web::TemplateValue> list;
  std::string listed;
  for (std::uint32_t item = 0; item < items; ++item) {
    list.emplace_back(web::TemplateValues{{"n", std::to_string(item)}});
    listed += fmt::format("({}{})", item, escaped);
  }
  values.emplace("list", list);
  values.emplace("inner", web::TemplateValues{{"word", "in"}});
  std::string text;
  std::string expected;
  for (std::uint32_t left = draw.below(5); left > 0; --left) {
    const std::uint32_t kind = draw.below(8);
    constexpr const char* parts[] = {"a<b ",
                                     "{{word}}",
                                     "{{{word}}}",
                                     "{{&word}}",
                                     "{{#shown}}s{{/shown}}",
                                     "{{^shown}}h{{/shown}}",
                                     "{{#list}}({{n}}{{word}}){{/list}}",
                                     "{{#inner}}{{word}}{{/inner}}{{none}}"};
    const std::string made[] = {"a<b ",           escaped,          word,   word,
                                shown ? "s" : "", shown ? "" : "h", listed, "in"};
    text += parts[kind];
    expected += made[kind];
  }
  world.check_equal(web::render_template(text, values), expected, "the template " + text);
  const std::string bad = draw.one_of({"{{#a}}", "{{/a}}", "{{a", "{{>word}}"});
  world.check(throws<std::invalid_argument>([&] { static_cast<void>(web::render_template(bad, values)); }),
              "this is no template: " + bad);
  const web::TemplateLoader load = web::templates_from({{"a.html", text}});
  world.check_equal(load("a.html"), text, "a template by its name");
  world.check(throws<std::invalid_argument>([&] { static_cast<void>(load("b.html")); }),
              "there is no such template");
}

void check_file_types(const TextDraw& draw) {
  constexpr std::string_view none = "application/octet-stream";
  static const std::pair<std::string, std::string_view> types[] = {{"html", "text/html"},
                                                                   {"3g2", "audio/3gpp2"},
                                                                   {"zip", "application/zip"},
                                                                   {"js", "application/javascript"},
                                                                   {"PNG", "image/png"},
                                                                   {"txt.gz", "application/gzip"},
                                                                   {"tgz", "application/gzip"},
                                                                   {"TGZ", "application/gzip"},
                                                                   {"svgz", "application/gzip"},
                                                                   {"tar.Z", none},
                                                                   {"tar.bz2", none},
                                                                   {"txt.xz", none},
                                                                   {"txt.br", none},
                                                                   {"tbz2", none},
                                                                   {"taz", "application/gzip"},
                                                                   {"tz", "application/gzip"},
                                                                   {"txz", none},
                                                                   {"unknown", none},
                                                                   {"", none},
                                                                   {"css", "text/css"},
                                                                   {"tar", "application/x-tar"},
                                                                   {"aaa", none},
                                                                   {"zzz", none},
                                                                   {"mjs", "application/javascript"}};
  const auto& [extension, type] = types[draw.below(static_cast<std::uint32_t>(std::size(types)))];
  const std::string folder = draw.one_of({"", "a/", "a.html/b/", "/"});
  const std::string name = draw.one_of({"file", "two.parts", "a.", ".."});
  const bool hidden = name == "..";  // only dots before the last one: no extension
  const std::string path = folder + name + "." + extension;
  const bool dots_only = hidden && extension.find('.') == std::string::npos;
  draw.world.check_equal(web::mime_type_of(path), dots_only ? none : type, "the type of " + path);
  for (const char* plain : {"html", ".html", "a.html/file", "", "gz"})
    draw.world.check_equal(web::mime_type_of(plain), none, fmt::format("the type of {}", plain));
}

void check_reversed_pattern(const TextDraw& draw) {
  World& world = draw.world;
  std::string pattern = draw.one_of({"", "^"});
  std::string expected;
  std::vector<std::string> arguments;
  const std::uint32_t groups = draw.below(4);
  for (std::uint32_t group = 0; group <= groups; ++group) {
    // Python takes escapes out of what comes before the first group only.
    const bool first = group == 0;
    const std::uint32_t text = draw.below(first ? 4 : 2);
    constexpr const char* texts[] = {"/a", "/", "/b\\.c", "\\-\\{x"};
    constexpr const char* plain[] = {"/a", "/", "/b.c", "-{x"};
    pattern += texts[text];
    expected += plain[text];
    if (group == groups) break;
    pattern += draw.one_of({"([0-9]+)", "(.*)", "([a-z\\d]*)"});
    arguments.push_back(draw.one_of({"1", "a b", "x/y", "\xc3\xa9", "%", "Zz@[`{"}));
    std::string escaped;
    for (const char byte : arguments.back()) {
      const bool kept = (byte >= '0' && byte <= '9') || byte == 'x' || byte == 'y' || byte == 'a' ||
                        byte == 'b' || byte == 'Z' || byte == 'z' || byte == '/';
      escaped += kept ? std::string(1, byte) : fmt::format("%{:02X}", static_cast<unsigned char>(byte));
    }
    expected += escaped;
  }
  pattern += draw.one_of({"", "$"});
  const int count = static_cast<int>(groups);
  world.check_equal(web::reversed_pattern(pattern, count, arguments), expected, "the path of " + pattern);
  arguments.emplace_back("more");
  const auto reverse = [&](const std::string& of, int its_groups) {
    return
        [of, its_groups, &arguments] { static_cast<void>(web::reversed_pattern(of, its_groups, arguments)); };
  };
  world.check(throws<std::invalid_argument>(reverse(pattern, count)), "an argument too many for " + pattern);
  arguments.resize(1);
  const std::string bad = draw.one_of(
      {"/\\d([0-9]+)", "/((a)b)", "/(?:a)(b)", "/\\w(a)", "\\z(a)", "\\A(a)", "\\Z(a)", "\\a(a)"});
  world.check(throws<std::invalid_argument>(reverse(bad, 1)), "nobody can say the path of " + bad);
  arguments.resize(2);
  world.check(throws<std::invalid_argument>(reverse("/(a(b))", 2)), "a group in a group");
}

}  // namespace windtunnel::subjects
