# bash completion of isorun(1).
# shellcheck shell=bash disable=SC2207  # words and file names of ours to split, as completions do

_isorun() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} subcommand=run i command=0
  local sandbox="--config --overlay --copy --tmpfs --read-only --share --hide --bind --net --proc --isolate --no-userns --scratch --scratch-size"
  local run="--jobs --framework --list --list-timeout --no-build --skip-codes --shards --setup --setup-input --cache-limit --teardown --filter --slice --queue --group --dist --shuffle --retries --repeat --until-fail
    --fail-fast --max-fail --timeout --deadline --history --output --verbose --quiet --slow --color --out --keep --collect
    --export --export-failed"
  local general="--help --version"
  local kept=  # of subcommands that read results
  COMPREPLY=()
  [[ $previous == '=' ]] && previous=${COMP_WORDS[COMP_CWORD - 2]}
  [[ $current == '=' ]] && current=

  case ${COMP_WORDS[1]} in
    diff) kept="--json --stat --patch" ;;
    apply) kept="--dry-run --force" ;;
    merge) kept="--history --partial --out --output --verbose --quiet --slow --color" ;;
    report) kept="--junit --html --trace --markdown --output --verbose --quiet --slow --color" ;;
    cache) kept="--json" ;;
    why) kept="--budget --repeat --write --verbose --json" ;;
  esac
  if [[ -n $kept ]] && ((COMP_CWORD > 1)); then
    case $current in
      -*) COMPREPLY=($(compgen -W "$general $kept" -- "$current")) ;;
      *) [[ ${COMP_WORDS[1]} == cache ]] && COMPREPLY=($(compgen -W clear -- "$current")) ||
        COMPREPLY=($(compgen -f -- "$current")) ;;
    esac
    return
  fi

  # Where the options end, the command's own completion begins.
  case ${COMP_WORDS[1]} in run | exec | list | plan | check | audit) ((COMP_CWORD > 1)) && subcommand=${COMP_WORDS[1]} ;; esac
  for ((i = 1; i < COMP_CWORD && command == 0; ++i)); do
    case ${COMP_WORDS[i]} in
      --) command=$((i + 1)) ;;
      --help | --version | -h | -j?* | -v | --verbose | -q | --quiet | --fail-fast | --until-fail | --export-failed | --shuffle | --keep | --json | --explain) ;;
      -*) [[ ${COMP_WORDS[i + 1]} == '=' ]] && ((++i)); ((++i)) ;;
      "$subcommand") ((i == 1)) || command=$i ;;
      *) command=$i ;;
    esac
  done
  if ((command > 0 && command <= COMP_CWORD)); then
    if declare -F _command_offset >/dev/null; then
      _command_offset "$command"
    else
      COMPREPLY=($(compgen -c -f -- "$current"))
    fi
    return
  fi

  case $previous in
    --overlay | --copy | --tmpfs | --read-only | --share | --hide | --scratch | --out)
      COMPREPLY=($(compgen -d -- "$current")) ;;
    --config | --list | --history) COMPREPLY=($(compgen -f -- "$current")) ;;
    --proc) COMPREPLY=($(compgen -W "private host" -- "$current")) ;;
    --net) COMPREPLY=($(compgen -W "private fresh host none" -- "$current")) ;;
    --isolate) COMPREPLY=($(compgen -W "everything declared" -- "$current")) ;;
    --framework)
      COMPREPLY=($(compgen -W "bats catch2 catch2-v2 ctest doctest go googletest javascript libtest meson prove pytest scripts sharded unittest" -- "$current")) ;;
    --group) COMPREPLY=($(compgen -W "none suite file" -- "$current")) ;;
    --dist) COMPREPLY=($(compgen -W "load static" -- "$current")) ;;
    --color) COMPREPLY=($(compgen -W "auto always never" -- "$current")) ;;
    --output) COMPREPLY=($(compgen -W "failed all never live" -- "$current")) ;;
    --shards) COMPREPLY=($(compgen -W "auto none" -- "$current")) ;;
    --bind | --budget | --cache-limit | --collect | --deadline | --export | --filter | --jobs | -j | --list-timeout | --max-fail | --queue | --repeat | --retries | \
      --scratch-size | --setup | --setup-input | --skip-codes | --slice | --slow | --teardown | --timeout) ;;
    *)
      if [[ $current != -* ]]; then
        [[ $subcommand != check ]] || return
        compopt -o nosort 2>/dev/null # subcommands first
        ((COMP_CWORD > 1)) || COMPREPLY=($(compgen -W "run exec list plan check audit diff apply merge report why cache help" -- "$current"))
        [[ -z $current ]] || COMPREPLY+=($(compgen -c -- "$current" | sort -u))
        return
      fi
      case $subcommand in
        run) general="$general $run" ;;
        list) general="$general $run --json --explain" ;;
        audit) general="$general $run --json --markdown --locks --explain --verify --budget" ;;
        check) general="$general --json" ;;
        exec) general="$general --timeout" ;;
      esac
      COMPREPLY=($(compgen -W "$general $sandbox" -- "$current"))
      ;;
  esac
}

complete -F _isorun isorun
