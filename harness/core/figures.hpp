// Formats numbers for reports.
#pragma once

#include <cstdint>
#include <string>

namespace windtunnel::core {

/// 1234567 as 1,234,567.
std::string grouped(std::uint64_t number);

/// A rate, formatted likewise.
std::string per_second(std::uint64_t count, double seconds);

}  // namespace windtunnel::core
