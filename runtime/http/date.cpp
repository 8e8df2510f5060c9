#include "runtime/http/date.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <vector>

#include "runtime/http/text.hpp"

namespace tornado::http {

namespace {

constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 12> full_months = {"january",   "february", "march",    "april",
                                                          "may",       "june",     "july",     "august",
                                                          "september", "october",  "november", "december"};

std::string two_digits(long number) {
  return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

std::optional<int> number_of(std::string_view digits) {
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

std::vector<std::string> split(std::string_view text, std::string_view between) {
  std::vector<std::string> words;
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(between), text.size()));
    if (text.empty()) return words;
    words.emplace_back(text.substr(0, text.find_first_of(between)));
    text.remove_prefix(words.back().size());
  }
}

std::optional<unsigned> month_of(std::string_view name) {
  const std::string small = small_letters(name);
  for (unsigned at = 0; at < months.size(); ++at) {
    if (small == small_letters(months[at]) || small == full_months[at]) return at + 1;
  }
  return std::nullopt;
}

bool is_day_name(std::string_view word) {
  const std::string small = small_letters(word);
  return small.size() == 3 &&
         std::string_view("mon tue wed thu fri sat sun").find(small) != std::string_view::npos;
}

void drop_comma(std::string& word) {
  if (word.ends_with(',')) word.pop_back();
}

// Day, month, year and time as Python's email package finds them. Empty if there are not that many words.
std::optional<std::array<std::string, 4>> parts_of(std::string_view text) {
  std::vector<std::string> words = split(text, " \t");
  if (words.empty()) return std::nullopt;
  if (words[0].ends_with(',') || is_day_name(words[0])) {
    words.erase(words.begin());
  } else if (const std::size_t comma = words[0].rfind(','); comma != std::string::npos) {
    words[0].erase(0, comma + 1);
  }
  if (words.size() == 3) {  // 02-Jan-70
    std::vector<std::string> date = split(words[0], "-");
    if (date.size() == 3) {
      date.insert(date.end(), words.begin() + 1, words.end());
      words = std::move(date);
    }
  }
  if (words.size() < 4) return std::nullopt;
  if (!month_of(words[1])) std::swap(words[0], words[1]);
  if (const std::size_t colon = words[2].find(':'); colon != std::string::npos && colon > 0)
    std::swap(words[2], words[3]);  // the time before the year
  for (const std::size_t part : {0U, 2U, 3U}) drop_comma(words[part]);
  return std::array<std::string, 4>{words[0], words[1], words[2], words[3]};
}

}  // namespace

std::string http_date(Time time) {
  using namespace std::chrono;
  constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  const sys_seconds second{seconds(static_cast<std::int64_t>(std::floor(seconds_of(time))))};
  const sys_days day = floor<std::chrono::days>(second);
  const year_month_day date(day);
  const hh_mm_ss clock(second - day);
  return std::string(days[weekday(day).c_encoding()]) + ", " +
         two_digits(static_cast<long>(static_cast<unsigned>(date.day()))) + " " +
         std::string(months[static_cast<unsigned>(date.month()) - 1]) + " " +
         std::to_string(static_cast<int>(date.year())) + " " + two_digits(clock.hours().count()) + ":" +
         two_digits(clock.minutes().count()) + ":" + two_digits(clock.seconds().count()) + " GMT";
}

std::optional<Time> parse_http_date(std::string_view text) {
  using namespace std::chrono;
  const std::optional<std::array<std::string, 4>> parts = parts_of(text);
  if (!parts) return std::nullopt;
  const std::optional<int> date = number_of((*parts)[0]);
  const std::optional<unsigned> month_number = month_of((*parts)[1]);
  std::optional<int> year_number = number_of((*parts)[2]);
  const std::vector<std::string> clock = split((*parts)[3], ":");
  if (!date || !month_number || !year_number || clock.size() < 2 || clock.size() > 3) return std::nullopt;
  if (*year_number < 100) *year_number += *year_number > 68 ? 1900 : 2000;
  const std::optional<int> hour = number_of(clock[0]);
  const std::optional<int> minute = number_of(clock[1]);
  const std::optional<int> second = clock.size() == 3 ? number_of(clock[2]) : 0;
  const year_month_day day{year(*year_number), month(*month_number),
                           std::chrono::day(static_cast<unsigned>(*date))};
  if (!hour || !minute || !second || !day.ok() || *hour > 23 || *minute > 59 || *second > 59)
    return std::nullopt;
  const auto since = sys_days(day).time_since_epoch() + hours(*hour) + minutes(*minute) + seconds(*second);
  return at_seconds(static_cast<double>(duration_cast<seconds>(since).count()));
}

}  // namespace tornado::http
