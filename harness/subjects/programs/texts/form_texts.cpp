// Forms, and headers with parameters.
#include <algorithm>
#include <fmt/format.h>
#include <utility>
#include <vector>

#include "harness/subjects/programs/texts/text_checks.hpp"
#include "runtime/http/form.hpp"

namespace windtunnel::subjects {

namespace {

namespace http = tornado::http;

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string in_parameter_quotes(std::string_view plain) {
  std::string text = "\"";
  for (const char byte : plain) {
    if (byte == '"' || byte == '\\') text += '\\';
    text += byte;
  }
  return text + "\"";
}

// As Python's email package reads it, a backslash before the closing quote hides the quote.
std::string draw_parameter_text(const TextDraw& draw) {
  return draw.text({"a", ";", "\"", "\\b", "=", " c", "\\\"d"}, 3) + "e";
}

// A part of a form in several parts, and what is read of it.
struct FormPart {
  std::string text;
  bool readable = true;  // else the rest of the form is not looked at
  std::string name;      // empty: nothing is read
  std::string filename;
  std::string type;
  std::string value;
};

FormPart draw_form_part(const TextDraw& draw, const std::string& boundary) {
  FormPart part;
  const std::string name = draw.one_of({"a", "b", "c d", ""});
  const std::string filename = draw.one_of({"", "", "f.txt", "x;y"});
  part.value = draw.text({"v", "\r\n", "--", "\xff", "\r\n\r\n", "--mark", "\""}, 4);
  if ((part.value + "\r\n").find("--" + boundary + "\r\n") != std::string::npos) part.value = "v";
  part.type = draw.one_of({"", "text/plain"});
  std::string disposition = draw.one_of({"form-data", "form-data", "form-data", "attachment"});
  disposition += fmt::format("; name={}", in_parameter_quotes(name));
  if (!filename.empty()) disposition += fmt::format("; filename={}", in_parameter_quotes(filename));
  const std::string field =
      draw.one_of({"Content-Disposition: ", "content-disposition:", "CONTENT-DISPOSITION:  "});
  part.text = field + disposition + "\r\n";
  if (draw.below(4) == 3) part.text = "X-Long: 1;\r\n  2\r\n" + part.text;
  if (!part.type.empty()) part.text += fmt::format("Content-Type: {}\r\n", part.type);
  const std::uint32_t wrong = draw.below(8);
  if (wrong == 7) {
    part.text += "no colon\r\n";
    part.readable = false;
  }
  if (wrong == 6) {
    part.text = " nothing before\r\n" + part.text;
    part.readable = false;
  }
  if (wrong == 5) {
    part.text += "X: \xff\r\n";  // which is not UTF-8
    part.readable = false;
  }
  const bool headless = wrong == 4 && !part.value.empty() && part.value.find("\r\n") == std::string::npos;
  part.text += (headless ? "" : "\r\n") + part.value;
  const bool unfinished = wrong == 3 && !part.value.ends_with("\r\n") && !part.value.empty();
  part.text += unfinished ? "" : "\r\n";
  const bool taken = part.readable && !headless && !unfinished && disposition.starts_with("form-data");
  if (taken) part.name = name;
  part.filename = filename;
  return part;
}

Pairs files_of(const http::Form& form) {
  Pairs files;
  for (const http::HTTPFile& file : form.files)
    files.emplace_back(fmt::format("{} {} {}", file.name, file.filename, file.content_type), file.body);
  return files;
}

}  // namespace

void check_parameters(const TextDraw& draw) {
  const std::string value = draw.one_of({"form-data", "a", ""});
  std::string header = value;
  Pairs expected;
  for (std::uint32_t left = draw.below(4); left > 0; --left) {
    const std::string name = draw.one_of({"name", "Name", "x"});
    const std::string text = draw_parameter_text(draw);
    const bool plain = draw.coin();
    const std::string written = plain ? "plain" : in_parameter_quotes(text);
    const std::string between = draw.one_of({"; ", ";", " ;\t"});
    header += fmt::format("{}{}{}{}", between, name, draw.one_of({"=", " = "}), written);
    expected.emplace_back(name == "x" ? "x" : "name", plain ? "plain" : text);
    if (draw.below(4) == 3) header += "; nothing";
  }
  World& world = draw.world;
  const http::ValueWithParameters parsed = http::parse_parameters(header);
  world.check_equal(parsed.value, value, "the value of " + header);
  world.check_equal(parsed.parameters, expected, "the parameters of " + header);
  for (const char* name : {"name", "x", "nothing"}) {
    const auto last = std::find_if(expected.rbegin(), expected.rend(),
                                   [&](const auto& parameter) { return parameter.first == name; });
    world.check_equal(parsed.get(name), last == expected.rend() ? "" : last->second,
                      "the last of equal names");
  }
}

void check_multipart(const TextDraw& draw) {
  const std::string boundary = draw.one_of({"mark", "--x", "a b", "\""});
  const bool quoted = draw.coin() && boundary != "\"";
  std::string body = draw.one_of({"", "", "before"});  // a part without a head, so nothing
  Pairs arguments, files;
  bool reading = true;
  for (std::uint32_t left = draw.below(4); left > 0; --left) {
    const FormPart part = draw_form_part(draw, boundary);
    body += fmt::format("--{}\r\n{}", boundary, part.text);
    reading = reading && part.readable;
    if (!reading || part.name.empty()) continue;
    if (part.filename.empty())
      arguments.emplace_back(part.name, part.value);
    else
      files.emplace_back(fmt::format("{} {} {}", part.name, part.filename,
                                     part.type.empty() ? "application/unknown" : part.type),
                         part.value);
  }
  const std::uint32_t ending = draw.below(4);
  if (ending != 3) body += fmt::format("--{}--{}", boundary, draw.one_of({"\r\n", "", "after"}));
  if (ending == 3 && body.find(fmt::format("--{}--", boundary)) != std::string::npos) return;
  const std::string parameter = fmt::format("boundary={}", quoted ? "\"" + boundary + "\"" : boundary);
  const std::uint32_t form_kind = draw.below(6);
  const std::string type = form_kind == 5   ? "multipart/mixed; " + parameter
                           : form_kind == 4 ? "multipart/form-data; boundary="
                           : form_kind == 3 ? "multipart/form-data; charset=x; " + parameter
                                            : "multipart/form-data; " + parameter;
  http::HTTPHeaders headers({{"Content-Type", type}});
  const bool encoded = draw.below(6) == 5;
  if (encoded) headers.set("Content-Encoding", "gzip");
  if (ending == 3 || form_kind >= 4 || encoded) {
    arguments.clear();
    files.clear();
  }
  const http::Form form = http::parse_form(headers, body);
  draw.world.check_equal(form.arguments, arguments, "the arguments of " + text_in_words(body));
  draw.world.check_equal(files_of(form), files, "the files of " + text_in_words(body));
}

void check_encoded_form(const TextDraw& draw) {
  const std::string type =
      draw.one_of({"application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=UTF-8",
                   "text/plain", ""});
  Pairs expected;
  std::string body;
  for (std::uint32_t left = draw.below(3); left > 0; --left) {
    const std::string name = draw.one_of({"a", "b"});
    const std::string value = draw.one_of({"1", "", "%c3%a9", "+", "\xc3\xa9", "\xe2\x82\xac", "\xff"});
    body += fmt::format("{}{}={}", body.empty() ? "" : "&", name, value);
    expected.emplace_back(name, value == "%c3%a9"     ? "\xc3\xa9"
                                : value == "+"        ? " "
                                : value == "\xc3\xa9" ? "\xe9"
                                                      : value);
  }
  const bool readable = body.find('\xff') == std::string::npos && body.find('\xe2') == std::string::npos;
  if (!type.starts_with("application") || !readable) expected.clear();
  http::HTTPHeaders headers;
  if (!type.empty()) headers.set("Content-Type", type);
  const http::Form form = http::parse_form(headers, body);
  draw.world.check_equal(form.arguments, expected, "the arguments of " + text_in_words(body));
  draw.world.check(form.files.empty(), "there is no file in " + text_in_words(body));
}

}  // namespace windtunnel::subjects
