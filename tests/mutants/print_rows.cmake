# Prints what the mutants' tests have left, one line each: cmake -D ROWS=folder -P print_rows.cmake
file(GLOB rows ${ROWS}/*)
execute_process(COMMAND ${CMAKE_COMMAND} -E cat ${rows})
