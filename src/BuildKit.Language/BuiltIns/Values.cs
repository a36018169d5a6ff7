using System.Collections.Immutable;
using BuildKit.Language.Symbols;

namespace BuildKit.Language.BuiltIns;

/// <summary>The values that are built in.</summary>
internal static class Values
{
    public static BuiltInValueSymbol Scratch { get; } = new("scratch", BuildType.Base, "The empty base.");

    /// <summary>Facts of the Git repository that the context is in; a string may be null.</summary>
    public static ImmutableArray<BuiltInValueSymbol> Git { get; } =
    [
        new("git.Sha", BuildType.String, "The commit, 40 hexadecimal digits."),
        new("git.ShortSha", BuildType.String, "The first 7 digits of the commit, or more where 7 are ambiguous."),
        new("git.Branch", BuildType.String, "The branch; null when HEAD is detached."),
        new("git.Tag", BuildType.String, "The tag on the commit; null where there is none."),
        new("git.Version", BuildType.String, "A SemVer 2 version worked out from the nearest tag."),
        new("git.IsDirty", BuildType.Bool, "Whether the work tree differs from the commit."),
        new("git.CommitTime", BuildType.String, "The commit's time, UTC, as in 2026-01-31T12:00:00Z."),
        new("git.Remote", BuildType.String, "The URL of origin without user info; null where there is none."),
    ];

    /// <summary>What is built for; only inside of stages, images and steps.</summary>
    public static ImmutableArray<BuiltInValueSymbol> Target { get; } =
    [
        new("target.Platform", BuildType.String, "os/arch or os/arch/variant."),
        new("target.Os", BuildType.String, "Such as linux."),
        new("target.Arch", BuildType.String, "Such as amd64 or arm64."),
    ];

    /// <summary>What is built on.</summary>
    public static ImmutableArray<BuiltInValueSymbol> Build { get; } =
    [
        new("build.Platform", BuildType.String, "os/arch or os/arch/variant."),
        new("build.Os", BuildType.String, "Such as linux."),
        new("build.Arch", BuildType.String, "Such as amd64 or arm64."),
    ];

    /// <summary>The members of the enums, by the name of the enum.</summary>
    public static ImmutableArray<BuiltInValueSymbol> EnumMembers { get; } =
    [
        new("Shared", BuildTypes.Sharing, "Both runs use the folder."),
        new("Locked", BuildTypes.Sharing, "The second run waits."),
        new("Private", BuildTypes.Sharing, "The second run gets a folder of its own."),
        new("Never", BuildTypes.CacheUse, "The run is neither looked up nor kept."),
    ];

    /// <summary>The words before a dot, and <c>scratch</c>; nothing else can have their names.</summary>
    public static ImmutableArray<string> Reserved { get; } = ["git", "target", "build", "env", "scratch", "string", "int", "bool", "Secret", "HealthCheck", "DotNet"];

    public static ImmutableArray<BuiltInValueSymbol> OfStrings { get; } =
    [
        new("string.Length", BuildType.Int, "How many UTF-16 code units it has."),
    ];

    public static ImmutableArray<BuiltInValueSymbol> OfLists { get; } =
    [
        new("list.Count", BuildType.Int, "How many elements it has."),
        new("list.Length", BuildType.Int, "How many elements it has."),
    ];
}
