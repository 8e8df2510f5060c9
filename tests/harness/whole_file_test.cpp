#include "harness/whole_file.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>

#include "tests/harness/litmus/folder.hpp"

namespace windtunnel {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(WholeFile, TakesThePlaceOfWhatWasThere) {
  const Folder folder;
  const std::filesystem::path path = folder.path() / "a";
  EXPECT_TRUE(write_whole(path, "one\n"));
  EXPECT_TRUE(write_whole(path, "two"));
  EXPECT_EQ(text_of(path), "two");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(WholeFile, LeavesNothingWhereItCannotWrite) {
  const Folder folder;
  folder.write("a/b", "kept");
  EXPECT_FALSE(write_whole(folder.path() / "none/a", "one"));
  EXPECT_FALSE(write_whole(folder.path() / "a", "one"));  // a folder that is not empty
  EXPECT_EQ(text_of(folder.path() / "a/b"), "kept");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

}  // namespace
}  // namespace windtunnel
