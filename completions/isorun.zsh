#compdef isorun
# zsh completion of isorun(1). The options and their descriptions are those of `isorun SUBCOMMAND --help`.

# What an option's value may be, as an action of _arguments.
_isorun_action() {
  case $1 in
    --net) print '(private fresh host none)' ;;
    --proc) print '(private host)' ;;
    --isolate) print '(everything declared)' ;;
    --framework) print '(bats catch2 catch2-v2 ctest doctest go googletest javascript libtest meson prove pytest scripts sharded unittest)' ;;
    --group) print '(none suite file)' ;;
    --dist) print '(load static)' ;;
    --color) print '(auto always never)' ;;
    --output) print '(failed all never live)' ;;
    --shards) print '(auto none)' ;;
    --keep) print '(failed)' ;;
    --config | --list | --history) print _files ;;
    *) [[ $2 == DIR ]] && print _directories ;;
  esac
}

# Reads help text and prints an _arguments specification for each option in it.
_isorun_specifications() {
  setopt local_options extended_glob
  local line short name value text entries=()
  while IFS= read -r line; do
    if [[ $line == '  '(-[a-z],|'   ')' --'* ]]; then
      entries+=("$line")
    elif [[ -n $entries && $line == ' '(#c20,)* ]]; then
      entries[-1]+="  ${line##[ ]#}" # a description that goes on
    elif [[ -n $line ]]; then
      entries+=('')
    fi
  done
  for line in ${entries:#}; do
    [[ $line =~ '^ +((-[a-z]), )?(--[a-z-]+)(\[=([^]]+)\]| ([^ ]+))?  +(.*)$' ]] || continue
    short=$match[2] name=$match[3] value=${match[5]}${match[6]}
    text=${match[7]//  / }
    text=${${text//\[/\\[}//\]/\\]}
    case $match[4] in
      '') value= ;;
      '['*) value="=-[$text]::${value//:/\\:}:$(_isorun_action $name)" ;;
      *) value="=[$text]:${value//:/\\:}:$(_isorun_action $name $value)" ;;
    esac
    [[ -n $value ]] || value="[$text]"
    print -r -- "*$name$value"
    [[ -z $short ]] || print -r -- "*$short${value/#=/+}"
  done
}

_isorun() {
  local curcontext=$curcontext subcommand=run specifications
  local subcommands=(run exec list plan check audit diff apply merge report why cache help)
  if ((CURRENT == 2)) && [[ $words[2] != -* ]]; then
    # -V keeps them in this order, before commands.
    _alternative "subcommands:subcommand:compadd -V subcommands -a subcommands" 'commands:command:_command_names -e'
    return
  fi
  if ((${subcommands[(Ie)$words[2]]})); then
    subcommand=$words[2]
    words=("$words[1]" "${(@)words[3,-1]}")
    ((CURRENT--))
  fi
  specifications=("${(@f)$(_call_program options $words[1] $subcommand --help | _isorun_specifications)}")
  case $subcommand in
    run | exec | list | plan | audit)
      _arguments -s -S -A '-*' : $specifications '(-)1: :_command_names -e' '*:: :_normal'
      ;;
    check) _arguments -s -S : $specifications ;;
    cache) _arguments -s -S : $specifications '1: :(clear)' ;;
    *) _arguments -s -S : $specifications '*:results directory:_files' ;;
  esac
}

_isorun "$@"
