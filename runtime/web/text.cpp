#include "runtime/web/text.hpp"

#include <boost/locale/utf.hpp>
#include <chrono>
#include <cmath>

namespace tornado::web {

namespace {

std::string two_digits(long number) {
  return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

}  // namespace

std::string http_date(Time time) {
  using namespace std::chrono;
  constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const sys_seconds second{seconds(static_cast<std::int64_t>(std::floor(seconds_of(time))))};
  const sys_days day = floor<std::chrono::days>(second);
  const year_month_day date(day);
  const hh_mm_ss clock(second - day);
  return std::string(days[weekday(day).c_encoding()]) + ", " +
         two_digits(static_cast<long>(static_cast<unsigned>(date.day()))) + " " +
         months[static_cast<unsigned>(date.month()) - 1] + " " +
         std::to_string(static_cast<int>(date.year())) + " " + two_digits(clock.hours().count()) + ":" +
         two_digits(clock.minutes().count()) + ":" + two_digits(clock.seconds().count()) + " GMT";
}

bool is_utf8(std::string_view text) {
  using Traits = boost::locale::utf::utf_traits<char>;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    const boost::locale::utf::code_point point = Traits::decode(at, end);
    if (point == boost::locale::utf::illegal || point == boost::locale::utf::incomplete) return false;
  }
  return true;
}

std::string cleaned(std::string_view text) {
  std::string clean(text);
  for (char& byte : clean) {
    const bool control = byte >= '\0' && byte < ' ';
    if (control && (byte < '\t' || byte > '\r')) byte = ' ';
  }
  constexpr std::string_view blanks = " \t\n\v\f\r";
  const std::size_t begin = clean.find_first_not_of(blanks);
  if (begin == std::string::npos) return {};
  return clean.substr(begin, clean.find_last_not_of(blanks) + 1 - begin);
}

}  // namespace tornado::web
