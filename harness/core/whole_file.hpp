// Writes a file so that it is complete or not there, whatever happens meanwhile, and so that nothing but the
// contents of a file is ever replaced: devices, pipes and symbolic links stay what they are.
#pragma once

#include <filesystem>
#include <string_view>

namespace windtunnel::core {

/// Writes a regular file under another name beside it, then renames it; a symbolic link's target is written,
/// not the link. What is no regular file, such as /dev/stdout or a pipe, is written to as it is. False if
/// that cannot be done, also for a folder, a link to nothing, and a file that must not be written; then no
/// file has changed.
bool write_whole(const std::filesystem::path& path, std::string_view text);

}  // namespace windtunnel::core
