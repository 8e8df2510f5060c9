#include "runtime/web/text.hpp"

#include <gtest/gtest.h>

#include "runtime/web/etag.hpp"
#include "runtime/web/template.hpp"

namespace tornado::web {
namespace {

TEST(WebText, ADateIsWrittenAsHttpWantsIt) {
  EXPECT_EQ(http_date(at_seconds(0)), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(http_date(at_seconds(1359312200.9)), "Sun, 27 Jan 2013 18:43:20 GMT");
}

TEST(WebText, KnowsUtf8) {
  for (const char* text : {"", "abc", "\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x98\x80"})
    EXPECT_TRUE(is_utf8(text)) << text;
  for (const char* text : {"\xff", "\xc3", "a\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\x80"})
    EXPECT_FALSE(is_utf8(text)) << text;
}

TEST(WebText, IsCleanedOfControlCharactersAndOuterBlanks) {
  EXPECT_EQ(cleaned("  a b\t\n"), "a b");
  EXPECT_EQ(cleaned(std::string("a\x01") + "b\x1f"), "a b");
  EXPECT_EQ(cleaned(" "), "");
}

TEST(Etag, IsTheBodysHash) {
  EXPECT_EQ(etag_of("abc"), "\"a9993e364706816aba3e25717850c26c9cd0d89d\"");
  EXPECT_EQ(etag_of(""), "\"da39a3ee5e6b4b0d3255bfef95601890afd80709\"");
}

TEST(Etag, IsFoundAmongOthers) {
  EXPECT_TRUE(etag_matches("\"a\", W/\"b\"", "\"b\""));
  EXPECT_TRUE(etag_matches("*", "\"b\""));
  EXPECT_TRUE(etag_matches("\"b\"", "W/\"b\""));
  EXPECT_FALSE(etag_matches("", "\"b\""));
  EXPECT_FALSE(etag_matches("\"a\", \"b", "\"b\""));
  EXPECT_FALSE(etag_matches("b", "\"b\""));
}

TEST(Template, FillsValuesIn) {
  const TemplateValues values{
      {"name", "<you>"},
      {"shown", true},
      {"items", std::vector<TemplateValue>{TemplateValues{{"n", "1"}}, TemplateValues{{"n", "2"}}}}};
  EXPECT_EQ(
      render_template(
          "{{name}} {{{name}}} {{#shown}}yes{{/shown}}{{^shown}}no{{/shown}} {{#items}}{{n}},{{/items}}",
          values),
      "&lt;you&gt; <you> yes 1,2,");
  EXPECT_EQ(render_template("{{none}}", {}), "");
  EXPECT_THROW(static_cast<void>(render_template("{{#a}}", {})), std::invalid_argument);
  // A value is not a template: this one would include itself without end.
  EXPECT_THROW(static_cast<void>(render_template("{{>q}}", {{"q", "{{>q}}"}})), std::invalid_argument);
}

TEST(Template, IsFoundByItsName) {
  const TemplateLoader loader = templates_from({{"a", "text"}});
  EXPECT_EQ(loader("a"), "text");
  EXPECT_THROW(loader("b"), std::invalid_argument);
  const TemplateLoader files = templates_in(WINDTUNNEL_SOURCE_DIR "/docs");
  EXPECT_NE(files("laws.md"), "");
  for (const char* name : {"none", "", "/etc/passwd", "../wt", "a/../../wt"})
    EXPECT_THROW(files(name), std::invalid_argument) << name;
}

}  // namespace
}  // namespace tornado::web
