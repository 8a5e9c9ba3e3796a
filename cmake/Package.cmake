# What scripts/package packs, of a static program: a tarball, and a Debian package that installs on any release.
set(CPACK_PACKAGE_VENDOR isorun)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_SOURCE_DIR}/cmake/PackageKinds.cmake)

set(CPACK_ARCHIVE_COMPONENT_INSTALL ON)
set(CPACK_PACKAGE_FILE_NAME ${PROJECT_NAME}-${PROJECT_VERSION}-linux-${CMAKE_SYSTEM_PROCESSOR})

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS uidmap)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "isorun splits a test suite that was never written to run in parallel into
shards and runs each shard in its own Linux sandbox, with a copy-on-write
view of everything that the suite may write. When a shard ends, isorun collects
what it wrote and merges it as if the suite had run once, serially. It needs no
root, no setuid program, no daemon, no image and no configuration.")

include(CPack)

# The licenses of what is in the program, where Debian keeps them; CMake knows the compiler's major version only as text.
string(REGEX MATCH "^[0-9]+" compiler_version ${CMAKE_CXX_COMPILER_VERSION})
foreach(package libc6-dev libstdc++-${compiler_version}-dev libseccomp-dev libcap-dev libgmp-dev nettle-dev libpugixml-dev libre2-dev libfmt-dev
        libhiredis-dev libssl-dev libtomlplusplus-dev libcli11-dev rapidjson-dev)
  install(FILES /usr/share/doc/${package}/copyright RENAME ${package} OPTIONAL COMPONENT program
          DESTINATION ${CMAKE_INSTALL_DOCDIR}/licenses)
endforeach()

# scripts/package puts there what only a Debian package has.
install(DIRECTORY ${PROJECT_BINARY_DIR}/debian/ DESTINATION ${CMAKE_INSTALL_DATADIR} COMPONENT debian OPTIONAL)
