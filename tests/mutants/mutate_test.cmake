# One case of mutate(): cmake -D CASE=once|never|twice -D FOLDER=folder -P mutate_test.cmake
include(${CMAKE_CURRENT_LIST_DIR}/mutate.cmake)
set(source ${FOLDER}/${CASE}.source)
set(copy ${FOLDER}/${CASE}.copy)
set(text_once [[b[1]; "x"]])
set(text_never [[c]])
set(text_twice [[a;]])
file(WRITE ${source} [[a;
b[1]; "x" \n ${no} @no@;
a;
]])
file(REMOVE ${copy})
mutate(${CASE} ${source} ${copy} "${text_${CASE}}" [[y; "\z"]])
file(READ ${copy} made)
if(NOT made STREQUAL [[a;
y; "\z" \n ${no} @no@;
a;
]])
  message(FATAL_ERROR "the copy is: ${made}")
endif()
