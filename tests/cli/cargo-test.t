`cargo test` builds once; the tests of all programs are units, in their package's directory with the variables that Cargo sets, and
the doc tests of a package are one:

Needs: cargo --version

  $ W=$PWD; export CARGO_HOME=$W/cargo CARGO_NET_OFFLINE=true TMPDIR=$W/tmp; mkdir tmp
  $ run() { isorun -j2 --history "$W/history" --out "$W/out" -- cargo "$@"; }
  $ summary() { run "$@" 2>"$W/errors" | sed -n '/^ *Summary/p;/^ *Bound/,$p' | grep -v 'Bound\|ISOLATED\|No history' | sed "s/'as told', \(.*\)/\1: as told/"; return "${PIPESTATUS[0]}"; }
  $ mkdir -p ws/one/src/bin ws/one/tests ws/two/src ws/two/tests ws/mac/src; cd ws
  $ printf '[workspace]\nmembers = ["one", "two", "mac"]\nresolver = "2"\n' >Cargo.toml
  $ package() { printf '[package]\nname = "%s"\nversion = "1.2.3"\nedition = "2021"\n' "$1"; }
  $ { package one; printf 'build = "build.rs"\n[features]\nmore = []\n'; } >one/Cargo.toml
  $ echo 'fn main() { std::fs::write(std::env::var("OUT_DIR").unwrap() + "/made", "made").unwrap(); }' >one/build.rs
  $ cat >one/src/lib.rs <<'.'
  > //! ```
  > //! assert_eq!(one::one(), 1);
  > //! ```
  > pub fn one() -> i32 { 1 }
  > #[cfg(test)]
  > mod inner {
  >     #[test] fn here() { assert!(std::path::Path::new("src/lib.rs").exists()); }
  >     #[test] fn variables() { assert_eq!(std::env::var("CARGO_PKG_VERSION").unwrap(), "1.2.3"); }
  >     #[test] fn made() { assert_eq!(std::fs::read(concat!(env!("OUT_DIR"), "/made")).unwrap(), b"made"); }
  >     #[test] fn wrong() { assert!(std::env::var("WRONG").is_err(), "as told"); }
  >     #[cfg(feature = "more")]
  >     #[test] fn more() {}
  >     #[test] #[ignore] fn ignored() {}
  > }
  > .
  $ printf 'fn main() {}\n#[test] fn in_tool() {}\n' >one/src/bin/tool.rs
  $ printf '#[test] fn starts_tool() { assert!(std::process::Command::new(env!("CARGO_BIN_EXE_tool")).status().unwrap().success()); }\n' >one/tests/it.rs
  $ { package mac; printf '[lib]\nproc-macro = true\n'; } >mac/Cargo.toml
  $ printf 'extern crate proc_macro;\n#[proc_macro] pub fn two(_: proc_macro::TokenStream) -> proc_macro::TokenStream { "2".parse().unwrap() }\n#[test] fn in_mac() {}\n' >mac/src/lib.rs
  $ { package two; printf '[dependencies]\nmac = { path = "../mac" }\n[[test]]\nname = "own"\nharness = false\n'; } >two/Cargo.toml
  $ printf '#[test] fn here() { assert_eq!(mac::two!(), 2); }\n' >two/src/lib.rs
  $ printf 'fn main() { println!("no harness"); if std::env::var("WRONG").is_ok() { std::process::exit(5); } }\n' >two/tests/own.rs
  $ list() { isorun list -- cargo "$@" 2>&1 | grep -v '^ *\(Compiling\|Finished\)'; }
  $ list test
  mac in_mac
  one inner::here
  one inner::ignored
  one inner::made
  one inner::variables
  one inner::wrong
  one::bin/tool in_tool
  one::it starts_tool
  two here
  two::own
  mac::doc
  one::doc
  two::doc
  libtest: 13 units, 9 programs, built by cargo test
  $ ls
  Cargo.lock
  Cargo.toml
  mac
  one
  target
  two
  $ run test 2>"$W/errors" | sed -n 1p
         BUILD [   0.000s] cargo test
  $ grep -c Compiling "$W/errors"
  0
  [1]
  $ summary test
       Summary [   0.000s] 12 tests run: 12 passed, 0 failed, 1 skipped
  $ WRONG=1 summary test
       Summary [   0.000s] 12 tests run: 10 passed, 2 failed, 1 skipped
          FAIL [   0.000s] one inner::wrong: one/src/lib.rs:10:26: as told
          FAIL [   0.000s] two::own: exit code 5
  [1]

Options and filters keep their meaning, before and after `--`:

  $ list test -p one --lib --features more
  one inner::here
  one inner::ignored
  one inner::made
  one inner::more
  one inner::variables
  one inner::wrong
  libtest: 6 units, 1 program, built by cargo test
  $ list t --package=one --test it --bins
  one::bin/tool in_tool
  one::it starts_tool
  libtest: 2 units, 2 programs, built by cargo test
  $ cd two; list test --exclude mac --workspace here; cd ..
  one inner::here
  two here
  two::own
  libtest: 3 units, 5 programs, built by cargo test
  $ summary test -p one --lib -- --ignored --exact inner::ignored
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ isorun list --filter 'suite(one::it) or doc' -- cargo test 2>/dev/null
  one::it starts_tool
  mac::doc
  one::doc
  two::doc
  $ summary test --target-dir "$W/tmp/target" -p two
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
  $ rm -r "$W/tmp/target"

A doc test that fails, and a build that fails as Cargo's:

  $ sed -i 's/one(), 1/one(), 2/' one/src/lib.rs
  $ summary test -p one
       Summary [   0.000s] 7 tests run: 6 passed, 1 failed, 1 skipped
          FAIL [   0.000s] one::doc: exit code 101
  [1]
  $ echo 'fn x( {' >>one/src/lib.rs
  $ run test -p one >"$W/log" 2>&1
  [101]
  $ grep -o 'this file contains an unclosed delimiter' "$W/log" | uniq
  this file contains an unclosed delimiter
  $ isorun --no-build -- cargo test
  isorun: `cargo test` builds before it runs tests, which --no-build forbids
  [2]

What cannot be split runs whole, and nothing is left over:

  $ summary test --doc -p mac
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  cargo ran as a single unit; to split it, run `isorun -- cargo test`, without options such as --doc, --no-run and --message-format, or `cargo nextest run` as docs/adapters.md shows
  $ ls "$W/tmp"
