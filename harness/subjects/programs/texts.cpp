#include "harness/subjects/programs/texts.hpp"

#include <iterator>

#include "harness/subjects/programs/texts/text_checks.hpp"

namespace windtunnel::subjects {

namespace {

using TextCheck = void (*)(const TextDraw& draw);

constexpr TextCheck text_checks[] = {check_url_escapes,
                                     check_url_arguments,
                                     check_url_parts,
                                     check_resolved_url,
                                     check_cookie_header,
                                     check_set_cookie,
                                     check_written_date,
                                     check_read_date,
                                     check_base64,
                                     check_utf8,
                                     check_blanks,
                                     check_parameters,
                                     check_multipart,
                                     check_encoded_form,
                                     check_headers,
                                     check_request_head,
                                     check_response_head,
                                     check_chunk_lines,
                                     check_forwarded,
                                     check_digests,
                                     check_signed_value,
                                     check_entity_tags,
                                     check_older_signed_value,
                                     check_json,
                                     check_template,
                                     check_file_types,
                                     check_reversed_pattern,
                                     check_gzip,
                                     check_page_texts};

constexpr std::uint32_t most_texts = 6;  // of one run

}  // namespace

tornado::Future<void> run_texts(World& world) {
  const TextDraw draw(world);
  for (std::uint32_t left = 1 + draw.below(most_texts); left > 0; --left)
    text_checks[draw.below(static_cast<std::uint32_t>(std::size(text_checks)))](draw);
  tornado::Future<void> done;
  done.set_result();
  return done;
}

}  // namespace windtunnel::subjects
