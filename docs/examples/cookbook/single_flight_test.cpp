// Single flight: requests for one key at one time share one fetch. A cache that is filled after the wait lets
// all of them fetch.
#include <chrono>
#include <gtest/gtest.h>
#include <map>
#include <string>
#include <windtunnel/testing.hpp>

using namespace std::chrono_literals;
using namespace windtunnel;
using tornado::Future;

namespace {

struct Backend {
  int fetches = 0;

  Future<std::string> fetch(std::string key) {
    ++fetches;
    const Future<void> working = tornado::sleep(5ms);
    co_yield working;
    co_return "value of " + key;
  }
};

class Cache {
 public:
  explicit Cache(Backend* backend) : backend_(backend) {}

  Future<std::string> get(std::string key) {
    if (const auto at = values_.find(key); at != values_.end()) co_return at->second;
    const Future<std::string> fetching = backend_->fetch(key);
    const std::string value = co_yield fetching;
    values_[key] = value;
    co_return value;
  }

 private:
  Backend* backend_;
  std::map<std::string, std::string> values_;
};

// Keeps the Future instead of the value: it is there before the wait.
class SingleFlight {
 public:
  explicit SingleFlight(Backend* backend) : backend_(backend) {}

  Future<std::string> get(std::string key) {
    auto at = flights_.find(key);
    if (at == flights_.end()) at = flights_.emplace(key, backend_->fetch(key)).first;
    return at->second;
  }

 private:
  Backend* backend_;
  std::map<std::string, Future<std::string>> flights_;
};

template <class Store>
Future<void> reader(World& world, Store* store) {
  const Future<std::string> getting = store->get("k");
  const std::string value = co_yield getting;
  world.check_equal(value, "value of k", "each reader gets the value");
}

template <class Store>
Future<void> two_readers(World& world) {
  Backend backend;
  Store store(&backend);
  world.spawn("a", reader<Store>, &store);
  world.spawn("b", reader<Store>, &store);
  co_yield world.join();
  world.check_equal(backend.fetches, 1, "the backend is asked once");
}

}  // namespace

TEST(SingleFlight, ACacheFilledAfterTheWaitFetchesTwice) {
  EXPECT_FALSE(search_for_violation("cache", two_readers<Cache>).holds);
}

TEST(SingleFlight, AFutureInTheCacheIsSharedByAll) {
  EXPECT_HOLDS(two_readers<SingleFlight>);
}
