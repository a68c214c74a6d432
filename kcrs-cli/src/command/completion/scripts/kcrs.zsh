#compdef kcrs
# Completion of kcrs for zsh.
_kcrs() {
    local -a candidates
    candidates=("${(@f)$(kcrs __complete zsh -- "=${(Q)PREFIX}" "${(@Q)words[1,CURRENT-1]}" 2>/dev/null)}")
    candidates=("${(@)candidates:#}")
    (( $#candidates )) && _describe -t kcrs kcrs candidates
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _kcrs "$@"
else
    compdef _kcrs kcrs
fi
