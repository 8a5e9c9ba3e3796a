Needs: command -v cc && command -v ninja

isorun as meson's wrapper: each test in a sandbox of its own.

  $ program=$(command -v meson); export PYTHONPATH="${program%/*}/.."
  $ meson() { /usr/bin/python3 "$program" "$@"; }
  $ cat > alone.c <<'C'
  > #include <fcntl.h>
  > int main(void) { return open("/tmp/isorun-meson-test", O_CREAT | O_EXCL, 0600) < 0; }
  > C
  $ cat > meson.build <<'M'
  > project('fixture', 'c')
  > program = executable('alone', 'alone.c')
  > foreach name : ['one', 'two', 'three']
  >   test(name, program)
  > endforeach
  > M
  $ meson setup build > log 2>&1 || cat log
  $ meson test -C build --wrapper 'isorun exec --' > log; echo $?; grep -E '^(Ok|Fail):' log
  0
  Ok:                3   
  Fail:              0   
  $ ls /tmp/isorun-meson-test
  ls: cannot access '/tmp/isorun-meson-test': No such file or directory
  [2]
