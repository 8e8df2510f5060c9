# The mutants as fuzzers: a fuzz target with all broken runtimes of tests/mutants/table.cmake in it, of which the environment turns one
# on. They show whether a fuzzer finds the bug, and how soon with which feedback. Target `fuzz_mutants` builds them; `wt mutants
# --fuzz` runs them. The file mutants.txt says for each mutant its number and the target that exercises the broken part.
include(${PROJECT_SOURCE_DIR}/tests/mutants/planted.cmake)
add_custom_target(fuzz_mutants)

foreach(target scenario stream schedule)
  set(program fuzz_mutants_${target})
  add_executable(${program} EXCLUDE_FROM_ALL ${CMAKE_CURRENT_SOURCE_DIR}/fuzz_${target}.cpp)
  link_mutants(${program})
  compile_mutated(${program})
  target_link_libraries(${program} PRIVATE fuzz_common ${WINDTUNNEL_FUZZ_ENGINE})
  target_compile_options(${program} PRIVATE ${WINDTUNNEL_FUZZ_CORE_COVERAGE})
  add_dependencies(fuzz_mutants ${program})
endforeach()
target_sources(fuzz_mutants_scenario PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/tape_mutator.cpp)
target_sources(fuzz_mutants_schedule PRIVATE ${PROJECT_SOURCE_DIR}/tests/mutants/named_subjects.cpp)

set(lines "")
set(number 0)
foreach(name ${mutants})
  math(EXPR number "${number} + 1")
  set(target scenario)
  if(mutant_${name}_SUBJECT MATCHES "^calm_")
    continue() # no fuzz target runs that subject
  elseif(mutant_${name}_SUBJECT STREQUAL stream)
    set(target stream)
  elseif(mutant_${name}_SUBJECT STREQUAL callback_fetch OR mutant_${name}_LAW STREQUAL V5)
    set(target schedule)
  endif()
  string(APPEND lines "${name} ${number} ${target}\n")
endforeach()
file(CONFIGURE OUTPUT mutants.txt CONTENT "@lines@" @ONLY)
