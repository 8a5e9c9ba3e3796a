# What `cmake --install` puts in place, by component: the program, what goes with it in directories that distributions choose
# differently, the library for other C++ programs. The rooms between program and library are not for others to link.
include(CMakePackageConfigHelpers)

install(TARGETS isorun_program DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
install(DIRECTORY src/suite/pytest src/suite/unittest DESTINATION ${CMAKE_INSTALL_DATADIR}/isorun COMPONENT program
        FILES_MATCHING PATTERN *.py)
install(DIRECTORY src/suite/javascript DESTINATION ${CMAKE_INSTALL_DATADIR}/isorun COMPONENT program
        FILES_MATCHING PATTERN *.cjs)
install(FILES share/isorun/apparmor share/isorun/run.schema.json share/isorun/seccomp.json DESTINATION ${CMAKE_INSTALL_DATADIR}/isorun COMPONENT program)
install(DIRECTORY share/isorun/ci share/isorun/kubernetes share/isorun/slurm DESTINATION ${CMAKE_INSTALL_DATADIR}/isorun COMPONENT program
        USE_SOURCE_PERMISSIONS)
install(FILES completions/isorun.bash RENAME isorun COMPONENT program
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES completions/isorun.fish COMPONENT program
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

install(FILES completions/isorun.zsh RENAME _isorun COMPONENT manual
        DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES man/isorun.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT manual)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT manual)

install(FILES README.md SECURITY.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT documents)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT documents)

install(TARGETS isorun EXPORT isorun DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library)
install(DIRECTORY include/isorun DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT library)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/isorun)
configure_package_config_file(cmake/isorunConfig.cmake.in isorunConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
# Before 1.0 a minor version may break what a program calls.
write_basic_package_version_file(isorunConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/isorunConfig.cmake ${PROJECT_BINARY_DIR}/isorunConfigVersion.cmake
        DESTINATION ${package_dir} COMPONENT library)
install(EXPORT isorun NAMESPACE isorun:: FILE isorunTargets.cmake DESTINATION ${package_dir} COMPONENT library)

# Relative to the file itself, so that the prefix may still be chosen at installation, or moved.
set(pkgconfig_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH prefix_from_pkgconfig /${pkgconfig_dir} /)
string(REGEX REPLACE "/$" "" prefix_from_pkgconfig "${prefix_from_pkgconfig}")
configure_file(cmake/isorun.pc.in isorun.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/isorun.pc DESTINATION ${pkgconfig_dir} COMPONENT library)
