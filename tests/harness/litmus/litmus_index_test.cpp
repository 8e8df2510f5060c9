#include "harness/litmus/litmus_index.hpp"

#include <gtest/gtest.h>

#include "harness/scenario/source_error.hpp"
#include "tests/temporary_folder.hpp"

namespace windtunnel::litmus {
namespace {

std::string header_about(const std::string& laws) {
  return "# Is it so?\n# answer: Yes.\n# laws: " + laws + "\n# must: a\n";
}

TEST(LitmusIndex, ListsAFolderByName) {
  const TemporaryFolder folder;
  folder.write("b.py", header_about("L3"));
  folder.write("a.py", header_about("L3 G1") + "# known: G1\n");
  folder.write("c.trace", "no scenario");
  const std::vector<LitmusEntry> index = litmus_index(folder.path());
  ASSERT_EQ(index.size(), 2U);
  EXPECT_EQ(index[0].name, "a");
  EXPECT_EQ(index[0].file, folder.path() / "a.py");
  EXPECT_EQ(index[0].header.known, std::vector<std::string>{"G1"});
  EXPECT_EQ(index[1].name, "b");
}

TEST(LitmusIndex, FindsTheScenariosOfALaw) {
  const TemporaryFolder folder;
  folder.write("a.py", header_about("L3 G1"));
  folder.write("b.py", header_about("L3"));
  const std::vector<LitmusEntry> index = litmus_index(folder.path());
  EXPECT_EQ(litmus_about(index, "L3"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(litmus_about(index, "G1"), std::vector<std::string>{"a"});
  EXPECT_TRUE(litmus_about(index, "L").empty());
}

TEST(LitmusIndex, RefusesAFileThatIsNone) {
  const TemporaryFolder folder;
  folder.write("a.py", header_about("L3"));
  folder.write("b.py", "def main():\n    pass\n");
  EXPECT_THROW(litmus_index(folder.path()), scenario::SourceError);
  EXPECT_THROW(litmus_index(folder.path() / "none"), scenario::SourceError);
  EXPECT_THROW(read_litmus(folder.path() / "none.py"), scenario::SourceError);
}

}  // namespace
}  // namespace windtunnel::litmus
