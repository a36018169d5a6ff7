using BuildKit.Language.Text;

namespace BuildKit.Language.Parsing;

/// <summary>Words that begin something, and words of other languages that people try.</summary>
internal static class Words
{
    /// <summary>Begin a declaration, when a name or a string follows.</summary>
    public static readonly string[] Declarations = ["using", "param", "secret", "steps", "stage", "image", "test", "environment"];

    /// <summary>Begin a declaration or a statement.</summary>
    public static readonly string[] Starts = [.. Declarations, "var", "if", "foreach", "string", "int", "bool"];

    private static readonly Dictionary<string, string> instructions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["FROM"] = "stage Name from \"reference\" { ... }", ["RUN"] = "Run(\"command\");", ["COPY"] = "Copy(\"source\", to: \"target\");",
        ["ADD"] = "Copy(\"source\", to: \"target\");", ["ENV"] = "Env(\"NAME\", \"value\");", ["ARG"] = "param string name = \"value\";",
        ["WORKDIR"] = "WorkDir(\"/path\");", ["USER"] = "User(\"name\");", ["EXPOSE"] = "Expose(8080);", ["LABEL"] = "Label(\"name\", \"value\");",
        ["ENTRYPOINT"] = "Entrypoint(\"program\", \"argument\");", ["CMD"] = "Command(\"argument\");", ["VOLUME"] = "Volume(\"/path\");",
        ["HEALTHCHECK"] = "HealthCheck(\"command\");", ["STOPSIGNAL"] = "StopSignal(\"SIGTERM\");", ["SHELL"] = "Shell(\"/bin/bash\", \"-ec\");",
    };

    private static readonly Dictionary<string, string> otherCSharp = new(StringComparer.Ordinal)
    {
        ["for"] = "loops go over a list: foreach (var item in list) { ... }", ["while"] = "loops go over a list: foreach (var item in list) { ... }",
        ["do"] = "loops go over a list: foreach (var item in list) { ... }", ["switch"] = "use if and else, or '? :'",
        ["return"] = "a function is an expression: string Name(string x) => value;", ["void"] = "steps under a name are declared with: steps Name(string x) { ... }",
        ["const"] = "values are declared with: var name = value;", ["let"] = "values are declared with: var name = value;",
        ["public"] = "declarations have no modifiers", ["private"] = "declarations have no modifiers", ["static"] = "declarations have no modifiers",
        ["class"] = "there are no classes", ["double"] = "the types are string, int, bool and lists of them", ["long"] = "the types are string, int, bool and lists of them",
        ["function"] = "a function is an expression: string Name(string x) => value;", ["import"] = "files are used with: using \"path\" as name;",
        ["include"] = "files are used with: using \"path\" as name;",
    };

    /// <summary>Whether the word is one of C#'s that nothing can be named after.</summary>
    public static bool IsForeign(string word) =>
        word is "for" or "while" or "do" or "switch" or "return" or "void" or "const" or "public" or "private" or "static" or "class";

    /// <summary>Whether the word is an instruction of a Dockerfile, in capital letters.</summary>
    public static bool IsInstruction(string word) => instructions.ContainsKey(word) && word == word.ToUpperInvariant();

    /// <summary>What to write instead of a word that begins nothing here.</summary>
    public static string Advice(string word)
    {
        if (otherCSharp.TryGetValue(word, out string? advice)) return $"; {advice}";
        if (Spelling.Nearest(word, Starts) is { } nearest && !string.Equals(nearest, word, StringComparison.Ordinal)) return $"; did you mean '{nearest}'?";
        if (instructions.TryGetValue(word, out string? call)) return $"; write it as {call}";
        return "";
    }
}
