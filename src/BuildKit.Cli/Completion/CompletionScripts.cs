namespace BuildKit.Cli.Completion;

/// <summary>Shell scripts that ask the program itself for completions (<c>buildkit "[suggest:POSITION]" "LINE"</c>).</summary>
internal static class CompletionScripts
{
    private const string Bash = """
        # bash completion of buildkit
        _buildkit() {
            local word=${COMP_WORDS[COMP_CWORD]} candidates
            candidates=$(buildkit "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null) || return
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$candidates" -- "$word"))
            # Bash splits words at colons; what stands before the last one is on the line already.
            declare -F __ltrim_colon_completions >/dev/null && __ltrim_colon_completions "$word"
        }
        complete -o default -F _buildkit buildkit

        """;

    private const string Zsh = """
        #compdef buildkit
        # zsh completion of buildkit
        _buildkit() {
            local -a candidates
            candidates=("${(@f)$(buildkit "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            if (( ${#candidates} )) && [[ -n ${candidates[1]} ]]; then
                compadd -- "${candidates[@]}"
            else
                _files
            fi
        }
        if [[ ${funcstack[1]} == _buildkit ]]; then
            _buildkit "$@"
        else
            compdef _buildkit buildkit
        fi

        """;

    private const string Fish = """
        # fish completion of buildkit
        function __buildkit_complete
            set -l line (commandline -cp)
            buildkit "[suggest:"(string length -- $line)"]" "$line" 2>/dev/null
        end
        complete -c buildkit -a '(__buildkit_complete)'

        """;

    /// <summary>The script for <c>bash</c>, <c>zsh</c> or <c>fish</c>.</summary>
    public static string For(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, "There is no such script."),
    };
}
