A merge that runs out of descriptors says what to do. It needs one for each of the slices:

  $ for n in 1 2 3; do isorun -q --slice $n/3 -o part$n -- suite > log 2>&1; done
  $ (ulimit -n 9; isorun merge -o new part1 part2 part3)
  isorun: part3: opening run.json: Too many open files (EMFILE); raise the limit of open files (ulimit -Hn)
  [2]
