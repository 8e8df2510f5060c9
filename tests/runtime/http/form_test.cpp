// Forms, as Tornado 4.5.3 reads them.
#include "runtime/http/form.hpp"

#include "tests/runtime/loop_fixture.hpp"

namespace tornado::http {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* encoded = "application/x-www-form-urlencoded";

Form form_of(const std::string& type, const std::string& body) {
  return parse_form({{"Content-Type", type}}, body);
}

std::string part(const std::string& head, const std::string& value = "value") {
  return "--XX\r\n" + head + "\r\n\r\n" + value + "\r\n";
}

Form multipart(const std::string& body) {
  return form_of("multipart/form-data; boundary=XX", body);
}

class FormTest : public ::testing::Test {
 protected:
  LoopFixture world;
};

TEST_F(FormTest, AnEncodedFormHasArguments) {
  EXPECT_THAT(form_of(encoded, "a=1&b=%C3%A4+x&a=").arguments,
              ElementsAre(Argument("a", "1"), Argument("b", "\xc3\xa4 x"), Argument("a", "")));
  EXPECT_THAT(form_of("text/plain", "a=1").arguments, IsEmpty());
  EXPECT_THAT(world.logged, IsEmpty());
}

TEST_F(FormTest, OneWithAnEncodingOrThatIsNotUtf8HasNone) {
  EXPECT_THAT(parse_form({{"Content-Type", encoded}, {"Content-Encoding", "gzip"}}, "a=1").arguments,
              IsEmpty());
  EXPECT_THAT(form_of(encoded, "a=\xff").arguments, IsEmpty());
  EXPECT_THAT(form_of(encoded, "a=\xe2\x82\xac").arguments, IsEmpty()) << "not in Latin-1";
  EXPECT_THAT(form_of(encoded, "a=\xc3\xa4").arguments, ElementsAre(Argument("a", "\xe4")));
  EXPECT_THAT(world.logged, ElementsAre(HasSubstr("Unsupported Content-Encoding: gzip"), HasSubstr("Invalid"),
                                        HasSubstr("Invalid")));
}

TEST_F(FormTest, AMultipartFormHasArgumentsAndFiles) {
  const Form form = multipart(
      part("Content-Disposition: form-data; name=\"a\"") +
      part("Content-Disposition: form-data; name=f; filename=\"x.txt\"\r\nContent-Type: text/plain", "file") +
      part("content-disposition: form-data;\r\n name=\"g\"; filename=\"a\\\"b;c\"", "") + "--XX--\r\n");
  EXPECT_THAT(form.arguments, ElementsAre(Argument("a", "value")));
  ASSERT_EQ(form.files.size(), 2U);
  EXPECT_EQ(form.files[0].name + " " + form.files[0].filename + " " + form.files[0].content_type,
            "f x.txt text/plain");
  EXPECT_EQ(form.files[0].body, "file");
  EXPECT_EQ(form.files[1].filename, "a\"b;c");
  EXPECT_EQ(form.files[1].content_type, "application/unknown");
  EXPECT_THAT(world.logged, IsEmpty());
}

TEST_F(FormTest, ABadPartIsLoggedAndLeftOut) {
  const std::string good = part("Content-Disposition: form-data; name=\"a\"");
  const std::pair<std::string, const char*> cases[] = {
      {part("Content-Disposition: form-data; name=\"\""), "missing name"},
      {part("Content-Disposition: attachment; name=\"b\""), "Invalid multipart/form-data"},
      {"--XX\r\nContent-Disposition: form-data; name=\"b\"\r\n", "missing headers"},
  };
  for (const auto& [bad, words] : cases) {
    world.logged.clear();
    EXPECT_THAT(multipart(bad + good + "--XX--").arguments, ElementsAre(Argument("a", "value"))) << words;
    EXPECT_THAT(world.logged, ElementsAre(HasSubstr(words)));
  }
}

TEST_F(FormTest, ABodyWithoutItsBoundaryHasNothing) {
  const std::string good = part("Content-Disposition: form-data; name=\"a\"");
  EXPECT_THAT(multipart(good).arguments, IsEmpty());
  EXPECT_THAT(multipart(good + part("nocolon") + "--XX--").arguments, ElementsAre(Argument("a", "value")))
      << "up to what cannot be read";
  EXPECT_THAT(form_of("multipart/form-data", good + "--XX--").arguments, IsEmpty());
  EXPECT_THAT(form_of("multipart/form-data; boundary=\"XX\"", good + "--XX--").arguments,
              ElementsAre(Argument("a", "value")));
  EXPECT_THAT(world.logged, ElementsAre(HasSubstr("no final boundary"), HasSubstr("a part's headers"),
                                        HasSubstr("boundary not found")));
}

TEST(Parameters, AreTakenApart) {
  const ValueWithParameters parsed =
      parse_parameters("form-data; name=\"a;b\"; filename=\"x\\\"y\\\\z\"; Foo = bar ; flag");
  EXPECT_EQ(parsed.value, "form-data");
  EXPECT_EQ(parsed.get("name"), "a;b");
  EXPECT_EQ(parsed.get("filename"), "x\"y\\z");
  EXPECT_EQ(parsed.get("foo"), "bar");
  EXPECT_EQ(parsed.get("flag"), "");
}

}  // namespace
}  // namespace tornado::http
