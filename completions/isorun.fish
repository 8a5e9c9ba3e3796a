# fish completion of isorun(1). The options and their descriptions are those of `isorun SUBCOMMAND --help`.

# One line per option of the help text on standard input: its words, the name of its value, its description; by tabs.
function __isorun_options
    set -l entries
    while read -l line
        if string match -qr '^ +(-[a-z], )?--' -- $line
            set -a entries $line
        else if set -q entries[1]; and string match -qr '^ {20}' -- $line
            set entries[-1] "$entries[-1]  "(string trim -- $line)
        end
    end
    string replace -rf '^ +(?:(-[a-z]), )?(--[a-z-]+)(?:\[=[^]]+\]| ([^ ]+))?  +(.*)$' '$1 $2\t$3\t$4' -- $entries |
        string replace -ra ' +' ' '
end

# The name of the value that an option takes, out of the lines of __isorun_options; fails where it takes none.
function __isorun_value -a option
    string match -rg -- "(?:^| )$option(?: --[a-z-]+)?\t([^\t]+)\t" $argv[2..]
end

# What the value of an option may be.
function __isorun_values -a option name current
    switch $option
        case --net
            printf '%s\n' private fresh host none
        case --proc
            printf '%s\n' private host
        case --isolate
            printf '%s\n' everything declared
        case --framework
            printf '%s\n' bats catch2 catch2-v2 ctest doctest go googletest javascript libtest meson prove pytest scripts sharded unittest
        case --group
            printf '%s\n' none suite file
        case --dist
            printf '%s\n' load static
        case --color
            printf '%s\n' auto always never
        case --output
            printf '%s\n' failed all never live
        case --shards
            printf '%s\n' auto none
        case --config --list --history
            __fish_complete_path $current
        case '*'
            test "$name" = DIR; and __fish_complete_directories "$current" ''
    end
end

function __isorun_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    if not set -q words[1]; and not string match -q -- '-*' $current
        printf '%s\n' run exec list plan check audit diff apply merge report why cache help
        __fish_complete_command
        return
    end
    set -l subcommand run
    if contains -- "$words[1]" run exec list plan check audit diff apply merge report why cache
        set subcommand $words[1]
        set -e words[1]
    end
    set -l options ($program $subcommand --help 2>/dev/null | __isorun_options)

    # Where the options end, the command's own completion begins.
    while set -q words[1]
        set -l word $words[1]
        set -e words[1]
        if test "$word" = --; or not string match -q -- '-*' $word
            test "$word" = --; or set -p words $word
            if contains -- $subcommand run exec list plan audit
                complete -C (string join ' ' -- (string escape -- $words) $current)
            else
                __fish_complete_path $current
            end
            return
        end
        set -l value (__isorun_value $word $options)
        or continue
        if not set -q words[1]
            __isorun_values $word $value $current
            return
        end
        set -e words[1]
    end
    if set -l parts (string match -rg -- '^(--[a-z-]+)=(.*)' $current)
        printf "$parts[1]=%s\n" (__isorun_values $parts[1] (__isorun_value $parts[1] $options) $parts[2])
    else if string match -q -- '-*' $current
        for option in $options
            set -l parts (string split \t -- $option)
            for word in (string split -n ' ' -- $parts[1])
                printf '%s\t%s\n' $word $parts[3]
            end
        end
    else if contains -- $subcommand run exec list plan audit
        __fish_complete_command
    else if test $subcommand != check
        __fish_complete_path $current
    end
end

# In this order: subcommands come before commands.
complete -c isorun -f -k -a '(__isorun_complete)'
