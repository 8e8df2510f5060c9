// Runs scenario texts and gives their traces: what tests of the interpreter are made of.
#pragma once

#include <string>
#include <string_view>

#include "harness/core/log_source.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::subjects {

/// Runs a scenario, with or without observation, and fills `trace`.
inline void run_scenario(const scenario::Scenario& scenario, tornado::ChoiceSource& choices,
                         const core::RunOptions& options, core::Trace& trace) {
  ScenarioSubject subject(scenario, "test.py");
  run(subject.subject(), choices, options, trace);
}

/// The event lines of the text's canonical run.
inline std::string trace_of(std::string_view text, core::RunOptions options = {}) {
  const scenario::Scenario scenario = scenario::parse(text, "test.py");
  const core::ChoiceLog canonical;
  core::LogSource choices(canonical);
  core::Trace trace;
  run_scenario(scenario, choices, options, trace);
  return trace.text;
}

/// What is imported in every test.
inline constexpr std::string_view imports =
    "from datetime import timedelta\n"
    "from tornado import gen, locks, queues\n"
    "from tornado.concurrent import Future\n"
    "from tornado.ioloop import IOLoop\n"
    "from windtunnel import log, external, tracing\n"
    "class Boom(Exception):\n"
    "    pass\n";

/// Statements as the body of a function.
inline std::string indented(std::string_view statements) {
  std::string text = "    ";
  for (const char c : statements) text += c == '\n' ? std::string("\n    ") : std::string(1, c);
  return text + "\n";
}

/// The trace of items of a module after the imports.
inline std::string trace_of_module(std::string_view items, core::RunOptions options = {}) {
  return trace_of(std::string(imports) + std::string(items) + "\n", options);
}

/// The trace of statements as the body of a coroutine main.
inline std::string trace_of_main(std::string_view statements, core::RunOptions options = {}) {
  return trace_of_module("@gen.coroutine\ndef main():\n" + indented(statements), options);
}

/// How the trace shows an expression; what it raised, if it raises.
inline std::string shown(std::string_view expression) {
  const std::string trace = trace_of_main("try:\n    log(" + std::string(expression) +
                                          ")\nexcept Exception as e:\n    log(\"raised\", e)");
  const std::string_view before = "0 log ";
  return trace.substr(before.size(), trace.find('\n') - before.size());
}

}  // namespace windtunnel::subjects
