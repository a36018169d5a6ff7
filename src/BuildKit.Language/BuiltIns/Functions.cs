using System.Collections.Immutable;
using BuildKit.Language.Symbols;
using static BuildKit.Language.BuiltIns.Declare;

namespace BuildKit.Language.BuiltIns;

/// <summary>What is called for its value.</summary>
internal static class Functions
{
    public static ImmutableArray<BuiltInSymbol> All { get; } =
    [
        Function("Cache", BuildType.Mount, "A folder that outlives the run and is shared by runs that name the same id.",
            Required("target", BuildType.String, "Where the run sees it."),
            Named("id", BuildType.String, "Its identity; else the target."),
            Named("sharing", BuildTypes.Sharing, "Shared: both use it (the default). Locked: the second waits. Private: the second gets its own."),
            Named("travel", BuildType.Bool, "Whether what is in it goes along with --cache-to and --cache-from.")),
        Function("Bind", BuildType.Mount, "A file or folder of the context or of a stage, read-only.",
            Required("target", BuildType.String, "Where the run sees it."),
            Named("path", BuildType.String, "What is seen; else all of the source."),
            Named("from", BuildType.Base, "A stage, an image or a reference; the context where it is left out.")),
        Function("Tmpfs", BuildType.Mount, "An empty folder in memory.",
            Required("target", BuildType.String, "Where the run sees it."),
            Named("size", BuildType.String, "The most it may hold, such as \"64m\".")),
        Function("Ssh", BuildType.Mount, "An agent of ssh on the builder's machine, in SSH_AUTH_SOCK of the run.",
            Named("id", BuildType.String, "Which agent, as --ssh names it; else \"default\", the invoker's own."),
            Named("target", BuildType.String, "Where the run sees its socket; else /run/buildkit/ssh-agent.")),
        Function("Oci", BuildType.Base, "The image in an OCI layout folder or archive on disk.",
            Required("path", BuildType.String, "path or path:tag, relative to the Buildfile.")),
        Function("Raw", BuildType.Raw, "Text put into a shell literal as it is, unquoted.",
            Required("text", BuildType.String, "Shell text.")),
        Function("Secret.Env", BuildType.SecretSource, "A secret from an environment variable of the builder.",
            Required("name", BuildType.String, "The variable.")),
        Function("Secret.File", BuildType.SecretSource, "A secret from a file of the builder's machine.",
            Required("path", BuildType.String, "The file, relative to the Buildfile.")),
        Function("string.Join", BuildType.String, "The strings of a list with a separator between them.",
            Required("separator", BuildType.String, "What stands between two."),
            Required("values", BuildType.ListOf(BuildTypes.Scalar), "The list.")),
        Function("string.IsNullOrEmpty", BuildType.Bool, "Whether a string is null or has no characters.",
            Required("value", BuildType.String, "The string.")),
    ];
}
