#include "harness/testing/stack_words.hpp"

#if defined(__linux__) && defined(__GLIBC__)

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <cxxabi.h>
#include <dlfcn.h>
#include <elf.h>
#include <execinfo.h>
#include <fcntl.h>
#include <iterator>
#include <memory>
#include <string_view>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace windtunnel {

namespace {

// The symbols of the program's own file. Unlike dladdr(), it knows functions that are not exported.
class ProgramSymbols {
 public:
  ProgramSymbols() {
    const int file = ::open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    struct stat info{};
    if (file >= 0 && ::fstat(file, &info) == 0 && info.st_size > 0) {
      size_ = static_cast<std::size_t>(info.st_size);
      void* mapped = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
      if (mapped != MAP_FAILED) bytes_ = static_cast<const std::byte*>(mapped);
    }
    if (file >= 0) ::close(file);
    find_tables();
  }
  ProgramSymbols(const ProgramSymbols&) = delete;
  ProgramSymbols& operator=(const ProgramSymbols&) = delete;
  ~ProgramSymbols() {
    if (bytes_ != nullptr) ::munmap(const_cast<std::byte*>(bytes_), size_);
  }

  // Of the function at that address in the file; empty if there is none.
  std::string_view name_at(std::uint64_t address) const {
    for (std::uint64_t at = 0; at < count_; ++at) {
      const auto symbol = read<Elf64_Sym>(symbols_ + at * sizeof(Elf64_Sym));
      if (ELF64_ST_TYPE(symbol.st_info) != STT_FUNC) continue;
      if (address < symbol.st_value || address >= symbol.st_value + symbol.st_size) continue;
      const std::uint64_t name = names_ + symbol.st_name;
      if (name >= size_) return {};
      const char* text = reinterpret_cast<const char*>(bytes_ + name);
      return {text, ::strnlen(text, size_ - name)};
    }
    return {};
  }

 private:
  template <class T>
  T read(std::uint64_t at) const {
    T value{};
    if (bytes_ != nullptr && at <= size_ && size_ - at >= sizeof(T))
      std::memcpy(&value, bytes_ + at, sizeof(T));
    return value;
  }

  void find_tables() {
    const auto header = read<Elf64_Ehdr>(0);
    if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != ELFCLASS64) return;
    const auto section = [&](std::uint64_t index) {
      return read<Elf64_Shdr>(header.e_shoff + index * sizeof(Elf64_Shdr));
    };
    for (std::uint64_t index = 0; index < header.e_shnum; ++index) {
      const Elf64_Shdr table = section(index);
      if (table.sh_type != SHT_SYMTAB || table.sh_offset > size_) continue;
      symbols_ = table.sh_offset;
      count_ = std::min<std::uint64_t>(table.sh_size, size_ - table.sh_offset) / sizeof(Elf64_Sym);
      names_ = section(table.sh_link).sh_offset;
    }
  }

  const std::byte* bytes_ = nullptr;
  std::size_t size_ = 0;
  std::uint64_t symbols_ = 0;
  std::uint64_t count_ = 0;
  std::uint64_t names_ = 0;
};

std::string demangled(std::string_view symbol) {
  // What a compiler made of a coroutine has an ending, such as ".resume".
  const std::string name(symbol.substr(0, symbol.find('.')));
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> plain(
      abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status), &std::free);
  return plain != nullptr ? plain.get() : name;
}

std::string function_at(const ProgramSymbols& symbols, const void* return_address) {
  // The call is before the address to which it returns.
  const void* address = static_cast<const char*>(return_address) - 1;
  Dl_info info{};
  if (::dladdr(address, &info) == 0) return {};
  const auto offset =
      reinterpret_cast<std::uintptr_t>(address) - reinterpret_cast<std::uintptr_t>(info.dli_fbase);
  std::string_view name = symbols.name_at(offset);  // of a program that may lie anywhere
  if (name.empty()) name = symbols.name_at(reinterpret_cast<std::uintptr_t>(address));
  return name.empty() ? std::string() : demangled(name);
}

}  // namespace

std::string stack_in_words(const void* caller) {
  constexpr std::size_t longest_name = 120;
  constexpr int most_shown = 8;
  void* addresses[64];
  void** const end = addresses + ::backtrace(addresses, static_cast<int>(std::size(addresses)));
  const ProgramSymbols symbols;
  std::string words;
  int shown = 0;
  for (void** at = std::find(addresses, end, caller); at != end && shown < most_shown; ++at) {
    std::string name = function_at(symbols, *at);
    if (name.starts_with("tornado::") || name.starts_with("windtunnel::World::")) break;
    // Functions of libraries have no names here; those of the standard library's headers say nothing.
    if (name.empty() || name.find("std::") < name.find('(')) continue;
    if (name.size() > longest_name) name = name.substr(0, longest_name) + "...";
    words += "\n    called by " + name;
    ++shown;
  }
  return words;
}

}  // namespace windtunnel

#else

namespace windtunnel {
std::string stack_in_words(const void* /*caller*/) {
  return {};
}
}  // namespace windtunnel

#endif
