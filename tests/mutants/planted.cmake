# The runtime with the mutants of table.cmake in it, each behind a switch (plant.hpp). Sets `mutants`, their names in the order of
# their numbers, from 1, and for each mutant_NAME_LAW, mutant_NAME_FREEDOM and mutant_NAME_SUBJECT, what its row says.
set(mutants "")
set(mutated "")
set(table "")

function(mutant name)
  cmake_parse_arguments(PARSE_ARGV 1 row "" "BUG;WHAT;FILE;TEXT;INSTEAD;LAW;FREEDOM;SUBJECT" BREAKS)
  if(NOT row_FREEDOM)
    set(row_FREEDOM contract)
  endif()
  foreach(part LAW FREEDOM SUBJECT)
    set(mutant_${name}_${part} "${row_${part}}" PARENT_SCOPE)
  endforeach()
  list(APPEND mutants ${name})
  list(LENGTH mutants number)
  list(APPEND mutated ${row_FILE})
  string(APPEND table "{\"${name}\", \"${row_FILE}\", R\"~(${row_TEXT})~\", R\"~(${row_INSTEAD})~\", ${number}},\n")
  foreach(variable mutants mutated table)
    set(${variable} "${${variable}}" PARENT_SCOPE)
  endforeach()
endfunction()

include(${CMAKE_CURRENT_LIST_DIR}/table.cmake)
set(planting ${PROJECT_BINARY_DIR}/mutants)
set(overlay ${planting}/overlay)
file(CONFIGURE OUTPUT ${planting}/table.cpp @ONLY CONTENT
"#include \"tests/mutants/plant.hpp\"
namespace windtunnel::mutants {
const std::vector<Row> table = {
@table@};
}
")
list(REMOVE_DUPLICATES mutated)
set(copies ${mutated})
list(TRANSFORM copies PREPEND ${overlay}/runtime/)
list(TRANSFORM mutated PREPEND ${PROJECT_SOURCE_DIR}/runtime/)

add_executable(plant_mutants EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/plant_main.cpp ${CMAKE_CURRENT_LIST_DIR}/plant.cpp ${planting}/table.cpp
                                              ${PROJECT_SOURCE_DIR}/tests/exam/tokens.cpp)
target_include_directories(plant_mutants PRIVATE ${PROJECT_SOURCE_DIR})
target_link_libraries(plant_mutants PRIVATE fmt::fmt)
target_compile_options(plant_mutants PRIVATE -O0)
add_custom_command(OUTPUT ${overlay}/planted BYPRODUCTS ${copies} DEPENDS plant_mutants ${mutated}
                   COMMAND plant_mutants ${PROJECT_SOURCE_DIR} ${overlay} COMMAND ${CMAKE_COMMAND} -E touch ${overlay}/planted
                   COMMENT "Planting the mutants" VERBATIM)
add_custom_target(planted_mutants DEPENDS ${overlay}/planted)

# Everything that is compiled with the mutated headers has all symbols of the libraries' objects that must stay out. The headers
# between runtime and harness are not mutated, so windtunnel_core is linked as it is.
set(sources ${core_runtime_sources} ${network_sources} ${http_sources})
foreach(copy original IN ZIP_LISTS copies mutated)
  if(original IN_LIST sources)
    list(REMOVE_ITEM sources ${original})
    list(APPEND sources ${copy})
  endif()
endforeach()
add_library(mutated_objects OBJECT EXCLUDE_FROM_ALL ${sources} ${subject_sources} ${program_sources})
target_include_directories(mutated_objects SYSTEM PRIVATE ${RE2_HEADERS})
target_link_libraries(mutated_objects PRIVATE windtunnel_programs Boost::headers uriparser::uriparser ZLIB::ZLIB OpenSSL::Crypto)
target_compile_options(mutated_objects PRIVATE ${WINDTUNNEL_FUZZ_CORE_COVERAGE})

# link_mutants(PROGRAM): the program has the mutants; WINDTUNNEL_MUTANT is the number of the one that is on.
function(link_mutants program)
  target_sources(${program} PRIVATE $<TARGET_OBJECTS:mutated_objects>)
  target_link_libraries(${program} PRIVATE windtunnel_programs uriparser::uriparser ZLIB::ZLIB OpenSSL::Crypto ${RE2_LIBRARY})
endfunction()

# compile_mutated(TARGET): with the mutated headers. They are broken on purpose, so never mind warnings.
function(compile_mutated target)
  target_include_directories(${target} BEFORE PRIVATE ${overlay} ${PROJECT_SOURCE_DIR})
  target_compile_options(${target} PRIVATE -O1 -w)
  compile_by_folder(${target})
  add_dependencies(${target} planted_mutants)
endfunction()
compile_mutated(mutated_objects)
