# Completion of kcrs for fish.
function __kcrs_complete
    set -l current (commandline -ct)
    kcrs __complete fish -- "=$current" (commandline -opc) 2>/dev/null
end
complete -c kcrs -f -k -a '(__kcrs_complete)'
