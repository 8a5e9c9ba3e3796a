QtTest, by the recipe in docs/adapters.md:

Needs: pkg-config --exists Qt5Test

  $ cat >tests.cpp <<'.'
  > #include <QtTest/QtTest>
  > class Sums : public QObject {
  >   Q_OBJECT
  >  private slots:
  >   void initTestCase() {}
  >   void adds() { QCOMPARE(1 + 1, 2); }
  >   void breaks() { QCOMPARE(1 + 1, 3); }
  >   void skips() { QSKIP("no network"); }
  >   void isKnown() { QEXPECT_FAIL("", "bug 7", Continue); QCOMPARE(1 + 1, 3); }
  >   void crashes() { *static_cast<volatile int*>(nullptr) = 1; }
  >   void each_data() { QTest::addColumn<int>("value"); QTest::newRow("one") << 1; QTest::newRow("number two") << 2; }
  >   void each() { QFETCH(int, value); if (value == 1) QSKIP("one is easy"); QCOMPARE(value, 2); }
  > };
  > QTEST_APPLESS_MAIN(Sums)
  > #include "tests.moc"
  > .
  $ "$(pkg-config --variable=host_bins Qt5Core)/moc" tests.cpp -o tests.moc
  $ g++ -fPIC $(pkg-config --cflags Qt5Test) tests.cpp -o tests $(pkg-config --libs Qt5Test)
  $ recipe qttest >isorun.toml
  $ isorun list -- ./tests
  adds
  breaks
  skips
  isKnown
  crashes
  each
  qttest: 6 units, from isorun.toml
  $ isorun -j1 --history "$PWD/history" -- ./tests | sed -n 's,^ *\([A-Z]*\) \[.*s\] (./.),\1,p'
  PASS adds
  FAIL breaks
  SKIP skips
  PASS isKnown
  FAIL crashes
  PASS each
