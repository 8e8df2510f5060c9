# What `cmake --install` installs: the libraries by component, their headers, a CMake package and a pkg-config file. All
# headers go into one folder, include/windtunnel, which is what a target adds to the include path.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(headers ${CMAKE_INSTALL_INCLUDEDIR}/windtunnel)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/windtunnel)

# install_libraries(NAMESPACE NAME TARGET...): exported as NAMESPACE::TARGET in a file of their own, so that a package
# without them works.
function(install_libraries namespace name)
  install(TARGETS ${ARGN} EXPORT ${namespace}-${name}
          ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
          OBJECTS DESTINATION ${CMAKE_INSTALL_LIBDIR}/windtunnel
          FILE_SET HEADERS DESTINATION ${headers}
          FILE_SET entry DESTINATION ${headers}
          FILE_SET tables DESTINATION ${headers}
          FILE_SET asio DESTINATION ${headers})
  install(EXPORT ${namespace}-${name} NAMESPACE ${namespace}:: DESTINATION ${package})
endfunction()

set(posix)
if(TARGET tornado_posix)
  set(posix tornado_posix)
endif()
install_libraries(tornado runtime tornado_core tornado_runtime ${posix})
install_libraries(windtunnel world windtunnel_world)
set(WINDTUNNEL_COMPONENTS)
if(TARGET windtunnel_kernel)
  install_libraries(windtunnel kernel windtunnel_kernel)
  install_libraries(windtunnel asio windtunnel_asio)
  list(APPEND WINDTUNNEL_COMPONENTS kernel asio)
endif()
if(WINDTUNNEL_GTEST)
  install_libraries(windtunnel gtest windtunnel_gtest)
  list(APPEND WINDTUNNEL_COMPONENTS gtest)
endif()
if(WINDTUNNEL_HTTP)
  install_libraries(tornado http tornado_regex tornado_http)
  list(APPEND WINDTUNNEL_COMPONENTS http)
endif()
if(WINDTUNNEL_TOOL)
  install_libraries(windtunnel main windtunnel_programs windtunnel_tool windtunnel_main)
  list(APPEND WINDTUNNEL_COMPONENTS main)
  install(TARGETS windtunnel RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

configure_package_config_file(harness/package/windtunnelConfig.cmake.in windtunnelConfig.cmake INSTALL_DESTINATION ${package})
# Before 1.0 a minor version may change what users include.
write_basic_package_version_file(windtunnelConfigVersion.cmake COMPATIBILITY SameMinorVersion)
# An installed copy may be moved, and `cmake --install --prefix` decides late where it is.
file(RELATIVE_PATH WINDTUNNEL_PREFIX ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
configure_file(harness/package/windtunnel.pc.in windtunnel.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/windtunnelConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/windtunnelConfigVersion.cmake DESTINATION ${package})
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/windtunnel.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
