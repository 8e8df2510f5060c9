// What all pages of a folder have in common: their style, and the list of them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace windtunnel::findings {

/// A whole page: its title and, for the list of pages, what it says in a few words. `body` is markup.
std::string framed(std::string_view title, std::string_view verdict, std::string_view body);

/// The name of a page's file without its ending: what could not stand in a file's name is replaced.
std::string file_name_of(std::string_view name);

/// The list of all pages of the folder, each with its verdict. Timelines are not among them.
std::string index_of(const std::filesystem::path& folder);

}  // namespace windtunnel::findings
