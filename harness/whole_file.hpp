// Writes a file so that it is complete or not there, whatever happens meanwhile.
#pragma once

#include <filesystem>
#include <string_view>

namespace windtunnel {

/// Writes under another name, then renames. False if that cannot be done; then nothing is left, and a file
/// that was there stays as it was.
bool write_whole(const std::filesystem::path& path, std::string_view text);

}  // namespace windtunnel
