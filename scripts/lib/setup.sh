# What scripts share: the packages that isorun is built from and tested with, and the build. Sourced from the top of the source tree.
# shellcheck shell=bash

# shellcheck disable=SC2034  # used by the scripts that source this file
build_packages=(g++ cmake ninja-build pkg-config libseccomp-dev libcap-dev libcli11-dev libfmt-dev libgmp-dev nettle-dev
  libhiredis-dev libpugixml-dev libre2-dev libssl-dev libtomlplusplus-dev rapidjson-dev libgtest-dev libgmock-dev)

# shellcheck disable=SC2034
server_packages=(postgresql-15 redis-server)

# shellcheck disable=SC2034
test_packages=(automake bats cargo catch2 check chromium clang clang-format curl doctest-dev dropbear-bin fish golang-go lcov
  libboost-test-dev libclang-rt-14-dev libcpputest-dev libcriterion-dev libnss-wrapper libxml2-utils llvm man-db meson munge
  openssh-client openssl parallel perl procps python3 python3-jsonschema python3-pytest python3-pytest-cov
  python3-pytest-xdist python3-yaml qtbase5-dev rsync rustc shellcheck shunit2 slurm-client slurmctld slurmd uidmap unzip zsh
  "${server_packages[@]}")

# shellcheck disable=SC2034
fuzz_packages=(clang-16 libclang-rt-16-dev) # clang 14, Debian's default, cannot read <expected>

# shellcheck disable=SC2034
kernel_packages=(busybox-static cpio debootstrap e2fsprogs kmod qemu-system-x86 xz-utils)

# Presets and later builds share what ccache(1) keeps, where it is installed.
if command -v ccache >/dev/null; then
  export CMAKE_C_COMPILER_LAUNCHER=ccache CMAKE_CXX_COMPILER_LAUNCHER=ccache
fi

# need_packages NAME...: installs what is missing as root; anyone else is told what to install, and the script ends.
need_packages() {
  local name missing=()
  for name in "$@"; do
    dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed || missing+=("$name")
  done
  ((${#missing[@]})) || return 0
  if ((EUID != 0)); then
    printf '%s\n' "These packages are missing: ${missing[*]}" "Install them with:" \
      "  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  echo "Installing ${missing[*]}" >&2
  install_packages "${missing[@]}"
}

# Starts none of the servers among them: tests start their own.
install_packages() (
  exec {lock}>/run/lock/isorun-packages
  flock "$lock"
  policy=/usr/sbin/policy-rc.d # asked by invoke-rc.d(8)
  if [[ ! -e $policy ]]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "$@" >/dev/null
)

# build_preset PRESET [TARGET...]: builds it in build/PRESET, one script at a time; prints only what the compiler complains about.
build_preset() {
  local preset=$1 log lock
  shift
  log=build/$preset.log
  mkdir -p build
  exec {lock}>"build/$preset.lock"
  flock "$lock"
  echo "Building build/$preset" >&2
  if ! { cmake --preset "$preset" && cmake --build "build/$preset" ${1+--target "$@"}; } >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    exit 1
  fi
  exec {lock}>&-
}
