// Keeps what an exam found in a file, so that its page can be written again when the reasons of survivors are
// known.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/report/shard_roll.hpp"
#include "tests/exam/page.hpp"

namespace windtunnel::exam {

/// The results as JSON, without the reasons.
std::string results_text(const Exam& exam);

/// The opposite. Throws std::invalid_argument if the text is anything else.
Exam results_in(std::string_view text);

/// Puts what was examined into the order of the sources, whichever came first.
void sort(Exam& exam);

/// What the shards of one sample found, together.
struct JoinedExam {
  Exam exam;
  report::ShardRoll shards;  ///< which are there, and which came to their end
};

/// An exam and the file that it is in, for errors.
struct KeptExam {
  std::string file;
  Exam exam;
};

/// Joins the shards of one sample, at least one. Throws std::invalid_argument, with words that name the file,
/// if they are not of one sample or one of them is there twice.
JoinedExam join(const std::vector<KeptExam>& exams);

}  // namespace windtunnel::exam
