Boost.Test, by the recipe in docs/adapters.md:

Needs: echo '#include <boost/test/unit_test.hpp>' | g++ -E -x c++ - >/dev/null

  $ cat >tests.cpp <<'.'
  > #define BOOST_TEST_MODULE numbers
  > #define BOOST_TEST_DYN_LINK
  > #include <boost/test/unit_test.hpp>
  > #include <boost/test/data/test_case.hpp>
  > #include <boost/mpl/list.hpp>
  > namespace utf = boost::unit_test;
  > BOOST_AUTO_TEST_CASE(alone) { BOOST_TEST(true); }
  > BOOST_AUTO_TEST_SUITE(sums)
  > BOOST_AUTO_TEST_CASE(adds, *utf::description("two: and two")) { BOOST_TEST(1 + 1 == 2); }
  > BOOST_AUTO_TEST_CASE(breaks) { BOOST_TEST(1 + 1 == 3); }
  > BOOST_AUTO_TEST_CASE(off, *utf::disabled()) { BOOST_TEST(false); }
  > BOOST_AUTO_TEST_SUITE(inner)
  > BOOST_AUTO_TEST_CASE(crashes) { *static_cast<volatile int*>(nullptr) = 1; }
  > BOOST_DATA_TEST_CASE(each, utf::data::make({1, 2}), value) { BOOST_TEST(value < 2); }
  > using types = boost::mpl::list<int*, unsigned long>;
  > BOOST_AUTO_TEST_CASE_TEMPLATE(typed, T, types) { BOOST_TEST(T() == T()); }
  > BOOST_AUTO_TEST_SUITE_END()
  > BOOST_AUTO_TEST_SUITE_END()
  > .
  $ g++ tests.cpp -o tests -lboost_unit_test_framework
  $ recipe boost >isorun.toml
  $ isorun list -- ./tests
  alone
  sums/adds
  sums/breaks
  sums/inner/crashes
  sums/inner/each/_0
  sums/inner/each/_1
  sums/inner/typed<int_>
  sums/inner/typed<unsigned long>
  boost: 8 units, from isorun.toml
  $ isorun -j1 --history "$PWD/history" -- ./tests | sed -n 's,^ *\([A-Z]*\) \[.*s\] (./.),\1,p'
  PASS alone
  PASS sums/adds
  FAIL sums/breaks
  FAIL sums/inner/crashes
  PASS sums/inner/each/_0
  FAIL sums/inner/each/_1
  PASS sums/inner/typed<int_>
  PASS sums/inner/typed<unsigned long>
