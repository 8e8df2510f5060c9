# Puts the page of the timeline into a source file: embedded_page is its path.
foreach(part HTML CSS JS)
  string(TOLOWER ${part} ending)
  set(file ${CMAKE_CURRENT_LIST_DIR}/page.${ending})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} PAGE_${part})
endforeach()
set(embedded_page ${CMAKE_CURRENT_BINARY_DIR}/timeline_page_parts.cpp)
configure_file(${CMAKE_CURRENT_LIST_DIR}/page_parts.cpp.in ${embedded_page} @ONLY)
