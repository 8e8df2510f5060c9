#include "tests/programs/key_value_subject.hpp"

#include <exception>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "harness/subjects/programs/world_venue.hpp"
#include "tests/programs/key_value.hpp"

namespace key_value {

namespace {

using tornado::Duration;
using tornado::Future;
using windtunnel::World;
using windtunnel::subjects::Venue;
using windtunnel::subjects::VenueProgram;
using windtunnel::subjects::WorldVenue;

constexpr double timeout = 10;  // in seconds of the venue
constexpr std::uint32_t most_calls = 6;

// Of the values that are put. On a network that cuts nothing, the first four are sent in one piece.
constexpr std::size_t sizes[] = {3, 0, 40, 3000, 200'000};
constexpr std::uint32_t all_sizes = std::size(sizes);
constexpr std::uint32_t sizes_in_one_piece = 4;

// What a key may hold. A put that failed may have been carried out, or still be on its way and overtake later
// ones: its value stays possible.
class Model {
 public:
  void put_begins(const std::string& key, const std::string& value) { possible_[key].insert(value); }
  void put_done(const std::string& key, const std::string& value) { certain_[key] = value; }
  void put_failed(const std::string& key) { uncertain_.insert(key); }

  // Whether a get may give that.
  bool allows(const std::string& key, const std::optional<std::string>& got) {
    const auto certain = certain_.find(key);
    const std::optional<std::string> expected =
        certain == certain_.end() ? std::nullopt : std::optional(certain->second);
    if (got == expected) return true;
    return got && uncertain_.contains(key) && possible_[key].contains(*got);
  }

 private:
  std::map<std::string, std::string> certain_;
  std::map<std::string, std::set<std::string>> possible_;
  std::set<std::string> uncertain_;  // keys with a put that failed
};

// One client and its program; it uses keys of its own, so that what it gets is its own to know.
class User {
 public:
  User(Venue& venue, tornado::Network& network, std::uint32_t number, std::uint32_t size_count)
      : venue_(venue),
        size_count_(size_count),
        name_(fmt::format("user {}", number)),
        client_(network, "server", 80, timeout * venue.second()) {
    // Each call is asked for before it is drawn: a shrinker drops it with its choices, and the others stay.
    std::uint32_t call = 0;
    do {
      const bool puts = venue.choose(2, "key_value/get_or_put") == 1;
      calls_.push_back({puts, fmt::format("{}{}", number, "ab"[venue.choose(2, "key_value/key")]),
                        puts ? drawn_value(call) : std::string()});
    } while (++call < most_calls && venue.choose(2, "key_value/another") == 1);
  }

  const std::string& name() const { return name_; }

  Future<void> work() {
    for (const Call& call : calls_) {
      if (call.puts) {
        model_.put_begins(call.key, call.value);
        const Future<void> putting = client_.put(call.key, call.value);
        co_yield tornado::settled(putting);
        put_done(call, putting);
      } else {
        const Future<std::optional<std::string>> getting = client_.get(call.key);
        co_yield tornado::settled(getting);
        got(call, getting);
      }
    }
    client_.close();
  }

 private:
  struct Call {
    bool puts;
    std::string key;
    std::string value;
  };

  std::string drawn_value(std::uint32_t call) {
    const std::size_t size = sizes[venue_.choose(size_count_, "key_value/size")];
    return fmt::format("{:x>{}}", call, size);
  }

  void put_done(const Call& call, const Future<void>& putting) {
    const std::exception_ptr error = putting.exception();
    venue_.log(fmt::format("{} puts {} {}", name_, call.key, error ? "without success" : "well"));
    if (!error) return model_.put_done(call.key, call.value);
    model_.put_failed(call.key);
    check_error(error);
  }

  void got(const Call& call, const Future<std::optional<std::string>>& getting) {
    if (const std::exception_ptr error = getting.exception()) {
      venue_.log(fmt::format("{} gets {} without success", name_, call.key));
      return check_error(error);
    }
    const std::optional<std::string>& value = getting.result();
    venue_.log(fmt::format("{} gets {}: {}", name_, call.key, value ? value->substr(0, 8) : "nothing"));
    venue_.check(model_.allows(call.key, value),
                 fmt::format("{} gets what it put for {}, not {}", name_, call.key,
                             value ? value->substr(0, 60) : "nothing"));
  }

  // The network may do much, but it makes no answer out of nothing.
  void check_error(const std::exception_ptr& error) {
    try {
      std::rethrow_exception(error);
    } catch (const ProtocolError& protocol_error) {
      venue_.check(false, fmt::format("{} gets messages of the protocol: {}", name_, protocol_error.what()));
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): a call may fail
    }
  }

  Venue& venue_;
  std::uint32_t size_count_;
  std::string name_;
  Client client_;
  std::vector<Call> calls_;
  Model model_;
};

Future<void> use(User* user) {
  const Future<void> working = user->work();
  co_yield working;
}

class Store final : public VenueProgram {
 public:
  Store(Venue& venue, Reading reading, std::uint32_t size_count)
      : client_(venue.host("client")), server_(venue.host("server"), reading) {
    server_.listen(80);
    const std::uint32_t count = 1 + venue.choose(2, "key_value/users");
    for (std::uint32_t number = 1; number <= count; ++number)
      users_.push_back(std::make_unique<User>(venue, client_, number, size_count));
    for (const auto& user : users_)
      static_cast<void>(venue.spawn(user->name(), [user = user.get()] { return use(user); }));
  }

 private:
  tornado::Network& client_;
  Server server_;
  std::vector<std::unique_ptr<User>> users_;
};

Future<void> run_users(World& world, Reading reading, tornado::Faults faults, std::uint32_t size_count) {
  tornado::LinkSettings settings;
  settings.faults = faults;
  WorldVenue venue(world, settings);
  const Store program(venue, reading, size_count);
  co_yield world.join();
}

}  // namespace

std::unique_ptr<VenueProgram> begin_store(Venue& venue) {
  return std::make_unique<Store>(venue, Reading::messages, all_sizes);
}

Future<void> run_store(World& world) {
  return run_users(world, Reading::messages, tornado::Faults::all(), all_sizes);
}

Future<void> run_segments(World& world) {
  // Only faults after which every byte still arrives, and sizes that the network need not cut: what goes
  // wrong then is the server's fault.
  return run_users(world, Reading::segments, tornado::harmless_faults, sizes_in_one_piece);
}

}  // namespace key_value
