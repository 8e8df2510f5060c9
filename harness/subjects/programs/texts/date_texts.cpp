// Dates in the formats of HTTP. The C library's calendar is the model.
#include <ctime>
#include <fmt/format.h>
#include <optional>

#include "harness/subjects/programs/texts/text_checks.hpp"
#include "runtime/http/date.hpp"

namespace windtunnel::subjects {

namespace {

namespace http = tornado::http;

constexpr const char* short_months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr const char* long_months[] = {"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};

std::tm calendar_of(std::time_t seconds) {
  std::tm calendar{};
  gmtime_r(&seconds, &calendar);
  return calendar;
}

std::string formatted(const char* format, std::time_t seconds) {
  const std::tm calendar = calendar_of(seconds);
  char text[64];
  return {text, std::strftime(text, sizeof text, format, &calendar)};
}

std::time_t draw_second(const TextDraw& draw) {
  const std::time_t day = 86400;
  const std::time_t days[] = {0,     58,    59,    60,    364,   365,
                              11016, 10956, 24854, 24855, 16436, std::time_t{7} * draw.below(4096)};
  const std::uint32_t which = draw.below(static_cast<std::uint32_t>(std::size(days)));
  const std::time_t clock[] = {0, 1, 59, 60, 3599, 3600, day - 1, 12 * 3600 + 34 * 60 + 56};
  return days[which] * day + clock[draw.below(static_cast<std::uint32_t>(std::size(clock)))];
}

// A date as it is written, which need not exist.
struct WrittenDate {
  int day, month, year, hour, minute, second;

  // Seconds since 1970; empty if there is no such second.
  std::optional<std::time_t> seconds() const {
    std::tm calendar{};
    calendar.tm_mday = day;
    calendar.tm_mon = month - 1;
    calendar.tm_year = year - 1900;
    calendar.tm_hour = hour;
    calendar.tm_min = minute;
    calendar.tm_sec = second;
    std::tm normal = calendar;
    const std::time_t time = timegm(&normal);
    const bool exists = normal.tm_mday == day && normal.tm_mon == month - 1 && normal.tm_hour == hour &&
                        normal.tm_min == minute && normal.tm_sec == second;
    return exists ? std::optional(time) : std::nullopt;
  }
};

WrittenDate draw_written(const TextDraw& draw) {
  return {draw.one_of({1, 9, 28, 29, 30, 31, 32, 0}),
          1 + static_cast<int>(draw.below(12)),
          draw.one_of({1970, 2000, 2024, 2023, 1969, 2068, 1999}),
          draw.one_of({0, 7, 23, 24}),
          draw.one_of({0, 5, 59, 60}),
          draw.one_of({0, 4, 59, 60})};
}

}  // namespace

void check_written_date(const TextDraw& draw) {
  const std::time_t second = draw_second(draw);
  const double part = draw.one_of({0.0, 0.5, 0.999});
  const std::string text = http::http_date(tornado::at_seconds(static_cast<double>(second) + part));
  draw.world.check_equal(text, formatted("%a, %d %b %Y %H:%M:%S GMT", second), "a date");
  for (const char* format :
       {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"}) {
    const std::string date = formatted(format, second);
    const std::optional<tornado::Time> read = http::parse_http_date(date);
    draw.world.check(read.has_value(), "this is a date: " + date);
    const int year = calendar_of(second).tm_year + 1900;
    if (year >= 2069 && date.find('-') != std::string::npos) continue;  // two digits mean another century
    draw.world.check_equal(seconds_of(*read), static_cast<double>(second), date);
  }
}

void check_read_date(const TextDraw& draw) {
  const WrittenDate date = draw_written(draw);
  std::string month = draw.coin() ? long_months[date.month - 1] : short_months[date.month - 1];
  if (draw.below(4) == 3)
    for (char& byte : month)
      if (byte >= 'a') byte = static_cast<char>(byte - 'a' + 'A');
  const std::string year = draw.coin() ? fmt::format("{:02}", date.year % 100) : std::to_string(date.year);
  const bool has_seconds = draw.below(4) != 3;
  WrittenDate meant = date;
  if (!has_seconds) meant.second = 0;
  const std::string clock = has_seconds
                                ? fmt::format("{:02}:{:02}:{:02}", date.hour, date.minute, date.second)
                                : fmt::format("{}:{:02}", date.hour, date.minute);
  const std::string day = draw.one_of({"Mon, ", "", "Sunday, ", "wed ", "x,"});
  std::string text;
  switch (draw.below(5)) {
    case 0:
      text = fmt::format("{}{} {} {} {} GMT", day, date.day, month, year, clock);
      break;
    case 1:  // a comma makes a month no month
      if (draw.coin()) month += ',';
      text = fmt::format("{}{} {} {} {}", day, date.day, month, year, clock);
      break;
    case 2:
      text = fmt::format("{}{}-{}-{} {} GMT", day, date.day, month, year, clock);
      break;
    case 3:  // the month first, and the time before the year
      text = fmt::format("{}{} {} {} {}", day, month, date.day, clock, year);
      break;
    default:
      text = fmt::format("Mon, {}, {} {}, {},\t+0000", date.day, month, year, clock);
  }
  std::optional<std::time_t> expected = meant.seconds();
  if (month.ends_with(',')) expected.reset();
  const std::optional<tornado::Time> read = http::parse_http_date(text);
  const auto seconds = [](double value) { return fmt::format("{:.0f}", value); };
  draw.world.check_equal(read ? seconds(seconds_of(*read)) : "none",
                         expected ? seconds(static_cast<double>(*expected)) : "none", "the date " + text);
  const std::string none = draw.one_of({"", " ", "Mon,", "1 Jan 1970", "1 Jan x 00:00", "1 Jan 1970 00",
                                        "1 Jan 1970 0:0:0:0", "x Jan 1970 00:00", "1 Foo 1970 00:00",
                                        "1 Jan 1970 aa:00", "1 Jan 1970 00:aa", "1 Jan 1970 00:00:aa"});
  draw.world.check(!http::parse_http_date(none), "this is no date: " + none);
}

}  // namespace windtunnel::subjects
