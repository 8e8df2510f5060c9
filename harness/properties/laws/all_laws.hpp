// The laws, one factory each. Every law has a file of its own: v01_order.cpp holds V1, and so on. The numbers
// are those of the invariants to which the project's list of real bugs refers.
#pragma once

#include <memory>
#include <vector>

#include "harness/properties/laws/law.hpp"

namespace windtunnel::properties {

std::unique_ptr<Law> make_order();                // V1
std::unique_ptr<Law> make_no_lost_wakeup();       // V2
std::unique_ptr<Law> make_bounded_iteration();    // V3
std::unique_ptr<Law> make_removed_timer();        // V4
std::unique_ptr<Law> make_periodic();             // V5
std::unique_ptr<Law> make_exceptions_reported();  // V6
std::unique_ptr<Law> make_future_callbacks();     // V7
std::unique_ptr<Law> make_exactly_once();         // V8
std::unique_ptr<Law> make_no_residue();           // V9
std::unique_ptr<Law> make_quiescence();           // V10
std::unique_ptr<Law> make_resolution();           // V12
std::unique_ptr<Law> make_exception_identity();   // V13
std::unique_ptr<Law> make_contexts_exact();       // V14
std::unique_ptr<Law> make_conservation();         // V15
std::unique_ptr<Law> make_byte_stream();          // V16
std::unique_ptr<Law> make_request_deadlines();    // V17
std::unique_ptr<Law> make_removed_handler();      // V18

/// One of each, in the order of their numbers.
std::vector<std::unique_ptr<Law>> all_laws();

}  // namespace windtunnel::properties
