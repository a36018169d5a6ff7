namespace BuildKit.Language.Symbols;

/// <summary>The type of a value. Equal types are equal records.</summary>
/// <param name="Kind">The sort.</param>
/// <param name="Element">What a list is of, or what a lambda gives; null for the rest.</param>
/// <param name="Name">The name of an enum; null for the rest.</param>
public sealed record BuildType(TypeKind Kind, BuildType? Element = null, string? Name = null)
{
    /// <summary>See <see cref="TypeKind.Unknown"/>.</summary>
    public static BuildType Unknown { get; } = new(TypeKind.Unknown);

    /// <summary>See <see cref="TypeKind.String"/>.</summary>
    public static BuildType String { get; } = new(TypeKind.String);

    /// <summary>See <see cref="TypeKind.Int"/>.</summary>
    public static BuildType Int { get; } = new(TypeKind.Int);

    /// <summary>See <see cref="TypeKind.Bool"/>.</summary>
    public static BuildType Bool { get; } = new(TypeKind.Bool);

    /// <summary>See <see cref="TypeKind.Null"/>.</summary>
    public static BuildType Null { get; } = new(TypeKind.Null);

    /// <summary>See <see cref="TypeKind.Shell"/>.</summary>
    public static BuildType Shell { get; } = new(TypeKind.Shell);

    /// <summary>See <see cref="TypeKind.Raw"/>.</summary>
    public static BuildType Raw { get; } = new(TypeKind.Raw);

    /// <summary>See <see cref="TypeKind.Mount"/>.</summary>
    public static BuildType Mount { get; } = new(TypeKind.Mount);

    /// <summary>See <see cref="TypeKind.Stage"/>.</summary>
    public static BuildType Stage { get; } = new(TypeKind.Stage);

    /// <summary>See <see cref="TypeKind.Test"/>.</summary>
    public static BuildType Test { get; } = new(TypeKind.Test);

    /// <summary>See <see cref="TypeKind.Environment"/>.</summary>
    public static BuildType Environment { get; } = new(TypeKind.Environment);

    /// <summary>See <see cref="TypeKind.Gate"/>.</summary>
    public static BuildType Gate { get; } = new(TypeKind.Gate);

    /// <summary>See <see cref="TypeKind.Readiness"/>.</summary>
    public static BuildType Readiness { get; } = new(TypeKind.Readiness);

    /// <summary>See <see cref="TypeKind.Base"/>.</summary>
    public static BuildType Base { get; } = new(TypeKind.Base);

    /// <summary>See <see cref="TypeKind.Project"/>.</summary>
    public static BuildType Project { get; } = new(TypeKind.Project);

    /// <summary>See <see cref="TypeKind.Secret"/>.</summary>
    public static BuildType Secret { get; } = new(TypeKind.Secret);

    /// <summary>See <see cref="TypeKind.SecretSource"/>.</summary>
    public static BuildType SecretSource { get; } = new(TypeKind.SecretSource);

    /// <summary>See <see cref="TypeKind.Object"/>.</summary>
    public static BuildType Object { get; } = new(TypeKind.Object);

    /// <summary>See <see cref="TypeKind.Step"/>.</summary>
    public static BuildType Step { get; } = new(TypeKind.Step);

    /// <summary>See <see cref="TypeKind.Any"/>.</summary>
    public static BuildType Any { get; } = new(TypeKind.Any);

    /// <summary>A list of strings.</summary>
    public static BuildType Strings { get; } = ListOf(String);

    /// <summary>A list.</summary>
    public static BuildType ListOf(BuildType element) => new(TypeKind.List, element);

    /// <summary>A lambda with one parameter that gives a value of <paramref name="result"/>.</summary>
    public static BuildType LambdaTo(BuildType result) => new(TypeKind.Lambda, result);

    /// <summary>A set of bare names.</summary>
    public static BuildType Enum(string name) => new(TypeKind.Enum, Name: name);

    /// <summary>The type as it is written in a Buildfile or said in a message.</summary>
    public override string ToString() => Kind switch
    {
        TypeKind.List => $"{Element}[]",
        TypeKind.Enum => Name ?? "enum",
        TypeKind.Lambda => $"x => {Element}",
        TypeKind.Shell => "shell",
        TypeKind.Scalar => "value",
        TypeKind.SecretSource => "secret source",
        TypeKind.Network => "bool or string[]",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
