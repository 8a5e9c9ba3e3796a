# Which components go into which package; cpack(1) reads this once for each kind.
set(CPACK_COMPONENTS_ALL program documents)
if(CPACK_GENERATOR STREQUAL DEB)
  list(APPEND CPACK_COMPONENTS_ALL debian)
else()
  list(APPEND CPACK_COMPONENTS_ALL manual)
  set(CPACK_COMPONENT_INCLUDE_TOPLEVEL_DIRECTORY ON)
endif()
