# Completion of kcrs for bash.
_kcrs() {
    local candidate
    COMPREPLY=()
    # The line as it is: bash would split it at : and = too.
    while IFS= read -r candidate; do
        COMPREPLY+=("$candidate")
    done < <(KCRS_WORDBREAKS="$COMP_WORDBREAKS" kcrs __complete bash -- "=${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
}
complete -o nospace -F _kcrs kcrs
