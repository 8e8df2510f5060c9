// Rules for the pages: what they show as code is code that is compiled and tested, and what they show as
// output is what the tutorial's test compares with the real output. Links lead somewhere.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path root = WINDTUNNEL_SOURCE_DIR;

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The blocks of a page that are in that language; "" for those that name none.
std::vector<std::string> blocks_of(const std::string& page, std::string_view language) {
  std::vector<std::string> blocks;
  std::istringstream stream(page);
  bool inside = false;
  bool wanted = false;
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with("```")) {
      inside = !inside;
      wanted = inside && line.substr(3) == language;
      if (wanted) blocks.emplace_back();
    } else if (wanted) {
      blocks.back() += line + "\n";
    }
  }
  return blocks;
}

/// The files that hold code for pages.
std::vector<std::string> examples() {
  std::vector<std::string> texts;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / "docs/examples")) {
    if (entry.is_regular_file()) texts.push_back(text_of(entry.path()));
  }
  return texts;
}

TEST(Docs, TheReadmesCodeAndOutputAreTheTutorials) {
  const std::string readme = text_of(root / "README.md");
  const std::string tutorial = text_of(root / "docs/tutorial.md");
  const std::vector<std::string> code = blocks_of(readme, "cpp");
  EXPECT_GE(code.size(), 2U);
  for (const std::string& block : code) EXPECT_NE(tutorial.find(block), std::string::npos) << block;
  const std::vector<std::string> plain = blocks_of(readme, "");
  ASSERT_FALSE(plain.empty());
  EXPECT_TRUE(plain.front().starts_with("schedule 1 breaks check")) << "the first output is the tutorial's";
  EXPECT_NE(tutorial.find(plain.front()), std::string::npos) << plain.front();
}

// Every block of code of the page is a file of docs/examples.
void expect_code_of_files(const fs::path& page, std::size_t count) {
  const std::vector<std::string> blocks = blocks_of(text_of(root / page), "cpp");
  const std::vector<std::string> files = examples();
  EXPECT_EQ(blocks.size(), count);
  for (const std::string& block : blocks) {
    EXPECT_NE(std::find(files.begin(), files.end(), block), files.end()) << "no file of docs/examples is\n"
                                                                         << block;
  }
}

TEST(Docs, TheCookbooksCodeIsThatOfItsFiles) {
  expect_code_of_files("docs/cookbook.md", 5);
}

TEST(Docs, TheRealWorldsCodeIsThatOfItsFiles) {
  expect_code_of_files("docs/real.md", 3);
}

TEST(Docs, EveryLinkLeadsSomewhere) {
  static const std::regex link(R"re(\]\(([^)#: ]+)(#[^)]*)?\))re");
  std::vector<fs::path> pages = {root / "README.md", root / "CONTRIBUTING.md"};
  for (const fs::directory_entry& entry : fs::directory_iterator(root / "docs")) {
    if (entry.path().extension() == ".md") pages.push_back(entry.path());
  }
  EXPECT_GT(pages.size(), 10U);
  for (const fs::path& page : pages) {
    const std::string text = text_of(page);
    for (std::sregex_iterator at(text.begin(), text.end(), link); at != std::sregex_iterator(); ++at) {
      const std::string target = (*at)[1];
      EXPECT_TRUE(fs::exists(page.parent_path() / target)) << page << " links to " << target;
    }
  }
}

}  // namespace
