# The project that the documents' examples run in: `suite` is the demo's legacy suite.
export LEGACY_SCALE=0.05
cp "$(command -v suite)" suite
mkdir data
printf 'exit 0\n' >t_one.sh
printf 'sleep 0.01\n' >t_two.sh
printf 'echo "expected 3, got 4"; exit 1\n' >t_three.sh
