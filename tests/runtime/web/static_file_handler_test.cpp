// Static files. What Tornado 4.5.3 answers is compared in oracle_test.cpp; these are its own tests of them,
// and what differs.
#include "runtime/web/static_file_handler.hpp"

#include <filesystem>
#include <fstream>

#include "tests/runtime/web/web_world.hpp"
#include "tests/temporary_folder.hpp"

namespace tornado::web {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class FilesWorld : public ApplicationWorld {
 public:
  FilesWorld()
      : files(std::make_shared<MemoryFiles>(
            std::map<std::string, std::string>{{"robots.txt", "User-agent: *\nDisallow: /\n"},
                                               {"dir/index.html", "this is the index\n"}},
            at_seconds(86400))) {
    application.add_handler<StaticFileHandler>("/static/(.*)", files);
    application.add_handler<StaticFileHandler>("/default/(.*)", files, std::string("index.html"));
  }

  std::shared_ptr<MemoryFiles> files;
};

TEST(StaticFileHandler, AnswersWithAFileAndItsType) {
  FilesWorld world;
  EXPECT_THAT(
      world.get("/static/robots.txt"),
      AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("Content-Type: text/plain\r\n"),
            HasSubstr("Last-Modified: Fri, 02 Jan 1970 00:00:00 GMT\r\n"), EndsWith("Disallow: /\n[open]")));
  EXPECT_THAT(world.ask("HEAD /static/robots.txt HTTP/1.1\r\n\r\n"),
              AllOf(HasSubstr("Content-Length: 26\r\n"), EndsWith("\r\n\r\n[open]")));
  EXPECT_THAT(world.get("/default/dir/"), EndsWith("this is the index\n[open]"));
  EXPECT_THAT(world.get("/default/dir"),
              HasSubstr("301 Moved Permanently\r\nContent-Type: text/html; charset=UTF-8\r\n"
                        "Location: /default/dir/\r\n"));
}

TEST(StaticFileHandler, NothingOutsideItsFilesIsShown) {
  FilesWorld world;
  for (const char* path : {"/static/../x", "/static//etc/passwd", "/static/dir/../../x", "/static/%2e%2e/x"})
    EXPECT_THAT(world.get(path), StartsWith("HTTP/1.1 403")) << path;
  for (const char* path : {"/static/none", "/static/robots.txt%00", "/static/robots.txt/x"})
    EXPECT_THAT(world.get(path), StartsWith("HTTP/1.1 404")) << path;
  EXPECT_THAT(world.get("/static/dir"), StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(world.get("/static/dir/../robots.txt"), StartsWith("HTTP/1.1 200"));
}

TEST(StaticFileHandler, ABrowserThatHasTheFileGetsNothing) {
  FilesWorld world;
  const std::string etag = '"' + world.files->version("robots.txt") + '"';
  for (const std::string& fields : {"If-None-Match: " + etag, "If-None-Match: W/" + etag,
                                    std::string("If-Modified-Since: Fri, 02 Jan 1970 00:00:00 GMT")})
    EXPECT_THAT(world.get("/static/robots.txt", fields + "\r\n"),
                AllOf(StartsWith("HTTP/1.1 304"), HasSubstr(etag), EndsWith("\r\n\r\n[open]")));
  EXPECT_THAT(world.get("/static/robots.txt", "If-Modified-Since: Thu, 01 Jan 1970 23:59:59 GMT\r\n"),
              StartsWith("HTTP/1.1 200"));
}

TEST(StaticFileHandler, APartIsSentIfItIsThere) {
  FilesWorld world;
  const auto range = [&](const std::string& value) {
    return world.get("/static/robots.txt", "Range: " + value + "\r\n");
  };
  EXPECT_THAT(range("bytes=0-9"),
              AllOf(StartsWith("HTTP/1.1 206"), HasSubstr("Content-Range: bytes 0-9/26\r\n"),
                    HasSubstr("Content-Length: 10\r\n"), EndsWith("\r\n\r\nUser-agent[open]")));
  EXPECT_THAT(range("bytes=24-"), EndsWith("\r\n\r\n/\n[open]"));
  EXPECT_THAT(range("bytes=-4"), AllOf(HasSubstr("bytes 22-25/26"), EndsWith("\r\n\r\n: /\n[open]")));
  EXPECT_THAT(range("bytes=1-200"), HasSubstr("bytes 1-25/26"));
  for (const char* past : {"bytes=26-", "bytes=-0"})
    EXPECT_THAT(range(past), AllOf(StartsWith("HTTP/1.1 416"), HasSubstr("Content-Range: bytes */26\r\n")))
        << past;
  for (const char* whole : {"bytes=0-25", "bytes=0-", "asdf", "bytes=a-b", "bytes=1-2,3-4", "chars=1-2"})
    EXPECT_THAT(range(whole), AllOf(StartsWith("HTTP/1.1 200"), Not(HasSubstr("Content-Range")))) << whole;
  // The original fails at these two.
  EXPECT_THAT(range("bytes=-99"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(range("bytes=5-2"), StartsWith("HTTP/1.1 200"));
}

TEST(StaticFileHandler, AUrlWithAVersionMayBeKept) {
  FilesWorld world;
  const std::string url = StaticFileHandler::make_static_url(*world.files, "robots.txt");
  EXPECT_EQ(url, "/static/robots.txt?v=" + world.files->version("robots.txt"));
  EXPECT_THAT(world.get(url), HasSubstr("Cache-Control: max-age=315360000\r\n"));
  EXPECT_THAT(world.get("/static/robots.txt"), Not(HasSubstr("Cache-Control")));
}

TEST(FolderFiles, AreThoseOnTheDisk) {
  const windtunnel::TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "sub");
  std::ofstream(folder.path() / "sub" / "a.txt") << "hello";
  FolderFiles files(folder.path().string());
  EXPECT_EQ(files.find("none"), std::nullopt);
  EXPECT_TRUE(files.find("sub")->is_folder);
  EXPECT_EQ(files.find("sub/a.txt")->size, 5U);
  EXPECT_EQ(files.read("sub/a.txt", 1, 3), "ell");
  const std::string version = files.version("sub/a.txt");
  EXPECT_EQ(version, "5d41402abc4b2a76b9719d911017c592");
  std::ofstream(folder.path() / "sub" / "a.txt") << "longer";
  EXPECT_NE(files.version("sub/a.txt"), version);
  EXPECT_THROW(static_cast<void>(files.read("none", 0, 1)), std::runtime_error);
  EXPECT_THROW(static_cast<void>(files.version("none")), std::runtime_error);
}

}  // namespace
}  // namespace tornado::web
