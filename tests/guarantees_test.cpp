// docs/guarantees.md names the tests behind each claim: all of them exist.
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <regex>
#include <set>
#include <sstream>
#include <string>

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::set<std::string> tests_of_the_project(const fs::path& root) {
  std::set<std::string> names;
  const std::regex test(R"(\bTEST(?:_[FP])?\(\s*(\w+)\s*,\s*(\w+)\s*\))");
  for (const fs::directory_entry& file : fs::recursive_directory_iterator(root / "tests")) {
    if (file.path().extension() != ".cpp") continue;
    const std::string text = text_of(file.path());
    for (std::sregex_iterator at(text.begin(), text.end(), test), end; at != end; ++at) {
      names.insert((*at)[1].str() + "." + (*at)[2].str());
      names.insert((*at)[1].str() + ".*");
    }
  }
  return names;
}

TEST(Guarantees, EachTestThatTheyNameExists) {
  const fs::path root = WINDTUNNEL_SOURCE_DIR;
  const std::set<std::string> known = tests_of_the_project(root);
  const std::string page = text_of(root / "docs/guarantees.md");
  const std::regex name(R"(`(\w+\.(?:\w+|\*))`)");
  std::size_t count = 0;
  for (std::sregex_iterator at(page.begin(), page.end(), name), end; at != end; ++at, ++count)
    EXPECT_TRUE(known.contains((*at)[1].str())) << (*at)[1].str();
  EXPECT_GE(count, 6U) << "each claim names its tests";
}

TEST(Guarantees, EachClaimNamesATest) {
  const std::string page = text_of(fs::path(WINDTUNNEL_SOURCE_DIR) / "docs/guarantees.md");
  const std::regex test(R"(`\w+\.(?:\w+|\*)`)");
  std::size_t claims = 0;
  for (std::size_t at = page.find("\n## "); at != std::string::npos;) {
    const std::size_t next = page.find("\n## ", at + 1);
    const std::string claim = page.substr(at, next == std::string::npos ? next : next - at);
    EXPECT_TRUE(std::regex_search(claim, test)) << claim;
    ++claims;
    at = next;
  }
  EXPECT_GE(claims, 6U);
}

}  // namespace
