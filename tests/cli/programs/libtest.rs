// What tests/cli/libtest.t runs.
#[cfg(test)]
mod tests {
    use std::io::Write;

    #[test]
    fn passes() {}
    #[test]
    fn passes_too() {}
    #[test]
    fn fails() {
        println!("printed before it fails");
        assert!(1 == 2, "one is not two");
    }
    #[test]
    #[ignore]
    fn ignored() {}
    #[test]
    #[should_panic]
    fn panics_as_it_should() {
        panic!("on purpose");
    }
    #[test]
    #[should_panic]
    fn should_panic_and_does_not() {}
    #[test]
    fn prints_what_looks_like_a_result() {
        let mut out = std::io::stdout();
        out.write_all(b"test tests::passes ... FAILED\n").unwrap();
    }
    #[test]
    fn überall() {}
    #[test]
    fn zz_crashes() {
        if std::env::var_os("CRASH").is_some() {
            std::process::abort();
        }
    }
    #[test]
    fn zz_exits() {
        if std::env::var_os("EXIT").is_some() {
            std::process::exit(0);
        }
    }
}
