#include "harness/properties/laws/all_laws.hpp"

namespace windtunnel::properties {

std::vector<std::unique_ptr<Law>> all_laws() {
  std::vector<std::unique_ptr<Law>> laws;
  for (auto* make :
       {make_order, make_no_lost_wakeup, make_bounded_iteration, make_removed_timer, make_periodic,
        make_exceptions_reported, make_future_callbacks, make_exactly_once, make_no_residue, make_quiescence,
        make_resolution, make_exception_identity, make_contexts_exact, make_conservation, make_byte_stream,
        make_request_deadlines, make_removed_handler})
    laws.push_back(make());
  return laws;
}

}  // namespace windtunnel::properties
