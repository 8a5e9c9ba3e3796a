`cargo nextest run`, by the recipe in docs/adapters.md:

Needs: cargo nextest --version

  $ export CARGO_HOME=$PWD/cargo CARGO_NET_OFFLINE=true; mkdir -p ws/one/src/bin ws/two/src; cd ws
  $ printf '[workspace]\nmembers = ["one", "two"]\nresolver = "2"\n' >Cargo.toml
  $ for name in one two; do printf '[package]\nname = "%s"\nversion = "1.2.3"\nedition = "2021"\n' $name >$name/Cargo.toml; done
  $ cat >one/src/lib.rs <<'.'
  > #[test] fn adds() { assert_eq!(std::env::var("NEXTEST").unwrap(), "1"); }
  > mod inner {
  >     #[test] fn breaks() { assert_eq!(1 + 1, 3); }
  >     #[test] fn aborts() { std::process::abort() }
  >     #[test] fn is_flaky() { assert_ne!(std::env::var("NEXTEST_ATTEMPT").unwrap(), "1"); }
  >     #[test] #[ignore] fn is_ignored() {}
  > }
  > .
  $ printf 'fn main() {}\n#[test] fn adds() {}\n' >one/src/bin/tool.rs; echo '#[test] fn adds() {}' >two/src/lib.rs
  $ mkdir .config; printf '[profile.default]\nretries = 1\n[profile.more]\nretries = 0\n' >.config/nextest.toml
  $ recipe nextest >isorun.toml
  $ cargo nextest run --no-run 2>/dev/null
  $ isorun list -- cargo nextest run 2>&1 | sort
  nextest: 6 units, from isorun.toml
  one.adds
  one.inner::aborts
  one.inner::breaks
  one.inner::is_flaky
  one::bin/tool.adds
  two.adds
  $ results() { isorun -j2 --history none -- cargo nextest run "$@" | sed -n 's,^ *\([A-Z]*\) \[.*s\] (./.) \([^ ]*\)$,\1 \2,p' | sort; }
  $ results
  FAIL one.inner::aborts
  FAIL one.inner::breaks
  PASS one.adds
  PASS one.inner::is_flaky
  PASS one::bin/tool.adds
  PASS two.adds
  $ results --profile more -p one is_
  FAIL one.inner::is_flaky
  $ results --run-ignored only
  PASS one.inner::is_ignored
  $ isorun -- cargo nextest run -E 'test(adds)' 2>&1 | grep -o 'exit code 1 ([^)]*)'
  exit code 1 (select tests by isorun's --filter, not by -E)
