// What tests/cli/go.t runs.
package fixture

import (
	"fmt"
	"os"
	"testing"
)

func init() { fmt.Println("noise before the listing") }

func TestPasses(t *testing.T) {}
func TestFails(t *testing.T) {
	t.Log("logged")
	t.Error("it is wrong")
	fmt.Print("no end of line")
}
func TestSkips(t *testing.T) { t.Skip("not here") }
func TestSubtests(t *testing.T) {
	t.Run("one", func(t *testing.T) {})
	t.Run("two words", func(t *testing.T) { t.Error("two is wrong") })
}
func TestParallelOne(t *testing.T) { t.Parallel() }
func TestParallelTwo(t *testing.T) { t.Parallel() }
func TestPrintsWhatLooksLikeResults(t *testing.T) {
	fmt.Println("=== RUN   TestPasses")
	fmt.Println("--- FAIL: TestPrintsWhatLooksLikeResults (0.00s)")
	fmt.Println("PASS")
}
func TestÜberall(t *testing.T) {}
func TestEnds(t *testing.T) {
	switch os.Getenv("END") {
	case "panic":
		panic("as told")
	case "exit":
		os.Exit(0)
	case "exit3":
		os.Exit(3)
	}
}
func TestLast(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
}
func BenchmarkNothing(b *testing.B) {}
func FuzzSeeds(f *testing.F) {
	f.Add(1)
	f.Fuzz(func(t *testing.T, n int) {})
}
func ExampleRight() {
	fmt.Println("x")
	// Output: x
}
func ExampleWrong() {
	fmt.Println("x")
	// Output: y
}
