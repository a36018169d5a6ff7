using BuildKit.Language.BuiltIns;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics;

/// <summary>Which types go where.</summary>
internal static class TypeRules
{
    /// <summary>The type that is written; unknown where the name is no type, which parsing has reported.</summary>
    public static BuildType Of(TypeSyntax syntax)
    {
        BuildType type = syntax.Name switch
        {
            "string" => BuildType.String,
            "int" => BuildType.Int,
            "bool" => BuildType.Bool,
            _ => BuildType.Unknown,
        };
        return syntax.IsList ? BuildType.ListOf(type) : type;
    }

    /// <summary>Whether a value of one type may stand where another is expected. A string may be null.</summary>
    public static bool Fits(BuildType actual, BuildType expected) => (actual.Kind, expected.Kind) switch
    {
        (TypeKind.Unknown, _) or (_, TypeKind.Unknown) => true,
        (TypeKind.Step or TypeKind.Secret or TypeKind.Lambda or TypeKind.Object, TypeKind.Any) => false,
        (_, TypeKind.Any) => true,
        (_, TypeKind.Scalar) => IsText(actual),
        (TypeKind.Null, TypeKind.String) => true,
        (TypeKind.Stage or TypeKind.String, TypeKind.Base) => true,
        (TypeKind.Raw, TypeKind.Shell) => true,
        (TypeKind.Bool, TypeKind.Network) => true,
        (TypeKind.List, TypeKind.Network) => Fits(actual, BuildType.Strings),
        (TypeKind.List, TypeKind.List) => Fits(actual.Element ?? BuildType.Unknown, expected.Element ?? BuildType.Unknown),
        (TypeKind.Lambda, TypeKind.Lambda) => true,
        _ => actual == expected,
    };

    /// <summary>What the elements of a list are that stands where a type is expected; null where none may.</summary>
    public static BuildType? ElementOf(BuildType expected) => expected.Kind switch
    {
        TypeKind.List => expected.Element ?? BuildType.Unknown,
        TypeKind.Network => BuildType.String,
        _ => null,
    };

    /// <summary>Whether a value has one obvious text: a string, int or bool.</summary>
    public static bool IsText(BuildType type) => type.Kind is TypeKind.Unknown or TypeKind.String or TypeKind.Int or TypeKind.Bool;

    /// <summary>The type that both values have; null where there is none.</summary>
    public static BuildType? Common(BuildType left, BuildType right)
    {
        if (left.Kind == TypeKind.List && right.Kind == TypeKind.List && Common(left.Element ?? BuildType.Unknown, right.Element ?? BuildType.Unknown) is { } element)
        {
            return BuildType.ListOf(element);
        }

        if (left.Kind == TypeKind.Unknown) return right;
        if (Fits(right, left)) return left;
        return Fits(left, right) ? right : null;
    }

    /// <summary>A built-in's type with the receiver's element and the lambda's result put in.</summary>
    public static BuildType Substitute(BuildType type, BuildType? item, BuildType? result) => type.Kind switch
    {
        TypeKind.Item => item ?? BuildType.Unknown,
        TypeKind.Result => result ?? BuildType.Unknown,
        TypeKind.List => BuildType.ListOf(Substitute(type.Element ?? BuildType.Unknown, item, result)),
        TypeKind.Lambda => BuildType.LambdaTo(Substitute(type.Element ?? BuildType.Unknown, item, result)),
        _ => type,
    };

    /// <summary>The members of an enum.</summary>
    public static IEnumerable<BuiltInValueSymbol> MembersOf(BuildType type) => Values.EnumMembers.Where(member => member.Type == type);

    /// <summary>How a type is called in a sentence: <c>a string</c>, <c>a list of string</c>.</summary>
    public static string Describe(BuildType type) => type.Kind switch
    {
        TypeKind.Int => "an int",
        TypeKind.Null => "null",
        TypeKind.List when type.Element is { Kind: not TypeKind.Unknown } => $"a list ({type})",
        TypeKind.List => "a list",
        TypeKind.Object => "values under names: new { name = value }",
        TypeKind.Enum => "one of " + string.Join(", ", MembersOf(type).Select(member => member.Name)),
        TypeKind.Base => "a base: a reference, a stage, an image, scratch or Oci(\"path\")",
        TypeKind.Scalar => "a string, int or bool",
        TypeKind.Network => "true, false or a list of hosts",
        TypeKind.Mount => "a mount: Cache, Bind, Tmpfs, Ssh or a secret's At or As",
        TypeKind.Stage => "a stage or image",
        TypeKind.Environment => "an environment",
        TypeKind.Gate => "a gate: Passed, CleanSource or Branch",
        TypeKind.Readiness => "what a service is ready by: Port(8080)",
        TypeKind.Project => "a .NET project: DotNet.Project(\"path\")",
        TypeKind.SecretSource => "Secret.Env(\"NAME\") or Secret.File(\"path\")",
        TypeKind.Raw => "shell text (Raw)",
        TypeKind.Shell => "a shell literal",
        TypeKind.Lambda => "a lambda: x => value",
        _ => $"a {type}",
    };
}
