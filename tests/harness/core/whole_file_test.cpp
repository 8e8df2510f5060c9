#include "harness/core/whole_file.hpp"

#include <atomic>
#include <fcntl.h>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "tests/temporary_folder.hpp"

namespace windtunnel::core {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(WholeFile, TakesThePlaceOfWhatWasThere) {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "a";
  EXPECT_TRUE(write_whole(path, "one\n"));
  EXPECT_TRUE(write_whole(path, "two"));
  EXPECT_EQ(text_of(path), "two");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(WholeFile, WritesWhatALinkPointsTo) {
  const TemporaryFolder folder;
  folder.write("target", "old");
  const std::filesystem::path link = folder.path() / "link";
  std::filesystem::create_symlink("target", link);
  EXPECT_TRUE(write_whole(link, "new"));
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_EQ(text_of(folder.path() / "target"), "new");
  std::filesystem::remove(folder.path() / "target");
  EXPECT_FALSE(write_whole(link, "new"));
  EXPECT_TRUE(std::filesystem::is_symlink(link));
}

TEST(WholeFile, LeavesDevicesAndPipesWhatTheyAre) {
  const TemporaryFolder folder;
  EXPECT_TRUE(write_whole("/dev/null", "one"));
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
  EXPECT_FALSE(write_whole("/dev/full", "one"));
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/full"));
  const std::filesystem::path pipe = folder.path() / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const int reading = open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  ASSERT_GE(reading, 0);
  EXPECT_TRUE(write_whole(pipe, "one"));
  char bytes[8];
  EXPECT_EQ(read(reading, bytes, sizeof bytes), 3);
  close(reading);
  EXPECT_TRUE(std::filesystem::is_fifo(pipe));
}

TEST(WholeFile, KeepsThePermissionsOfAFile) {
  const TemporaryFolder folder;
  folder.write("a", "secret");
  const std::filesystem::path path = folder.path() / "a";
  const auto mine = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
  std::filesystem::permissions(path, mine);
  EXPECT_TRUE(write_whole(path, "more"));
  EXPECT_EQ(std::filesystem::status(path).permissions(), mine);
}

TEST(WholeFile, IsWrittenByManyAtOnce) {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "a";
  std::vector<std::thread> writers;
  std::atomic<int> written{0};
  for (int writer = 0; writer < 8; ++writer)
    writers.emplace_back([&] {
      for (int time = 0; time < 100; ++time) written += write_whole(path, "the same text") ? 1 : 0;
    });
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(written, 800);
  EXPECT_EQ(text_of(path), "the same text");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(WholeFile, LeavesNothingWhereItCannotWrite) {
  const TemporaryFolder folder;
  folder.write("a/b", "kept");
  EXPECT_FALSE(write_whole(folder.path() / "none/a", "one"));
  EXPECT_FALSE(write_whole(folder.path() / "a", "one"));  // a folder that is not empty
  EXPECT_EQ(text_of(folder.path() / "a/b"), "kept");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

}  // namespace
}  // namespace windtunnel::core
