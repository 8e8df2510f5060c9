#include "runtime/web/json.hpp"

#include <gtest/gtest.h>
#include <limits>
#include <nlohmann/json.hpp>

namespace tornado::web {
namespace {

TEST(Json, IsWrittenAsPythonWritesIt) {
  nlohmann::ordered_json object;
  object["b"] = "</script> \xc3\xa4 \x7f\n";
  object["a"] = {1, -2.5, 1e20, true, nullptr};
  object["empty"] = nlohmann::ordered_json::object();
  object["none"] = nlohmann::ordered_json::array();
  object["big"] = std::numeric_limits<double>::infinity();
  EXPECT_EQ(to_json_text(object),
            "{\"b\": \"<\\/script> \\u00e4 \x7f\\n\", \"a\": [1, -2.5, 1e+20, true, null], \"empty\": {}, "
            "\"none\": [], \"big\": Infinity}");
}

}  // namespace
}  // namespace tornado::web
