using BuildKit.Language.Symbols;

namespace BuildKit.Language.BuiltIns;

/// <summary>The words that the tables of built-ins are written in.</summary>
internal static class Declare
{
    private const Contexts StagesAndImages = Contexts.Stage | Contexts.Image;

    public static BuiltInSymbol Step(string name, string summary, params ReadOnlySpan<CallParameterSymbol> parameters) =>
        new(name, [.. parameters], BuildType.Step, StagesAndImages, summary);

    /// <summary>A step that may stand in a test as well.</summary>
    public static BuiltInSymbol TestableStep(string name, string summary, params ReadOnlySpan<CallParameterSymbol> parameters) =>
        new(name, [.. parameters], BuildType.Step, StagesAndImages | Contexts.Test, summary);

    /// <summary>A step that stands in a test only.</summary>
    public static BuiltInSymbol TestStep(string name, string summary, params ReadOnlySpan<CallParameterSymbol> parameters) =>
        new(name, [.. parameters], BuildType.Step, Contexts.Test, summary);

    /// <summary>A step that stands in an environment only.</summary>
    public static BuiltInSymbol EnvironmentStep(string name, string summary, params ReadOnlySpan<CallParameterSymbol> parameters) =>
        new(name, [.. parameters], BuildType.Step, Contexts.Environment, summary);

    public static BuiltInSymbol Function(string name, BuildType returns, string summary, params ReadOnlySpan<CallParameterSymbol> parameters) =>
        new(name, [.. parameters], returns, Contexts.Value, summary);

    /// <summary>Called on a value.</summary>
    public static BuiltInSymbol Member(string name, BuildType returns, string summary, params ReadOnlySpan<CallParameterSymbol> parameters) =>
        new(name, [.. parameters], returns, Contexts.Value, summary) { IsMember = true };

    /// <summary>Part of the language, but not of this version.</summary>
    public static BuiltInSymbol Unsupported(string name, BuildType returns, Contexts contexts, string summary) =>
        new(name, [], returns, contexts, summary) { IsSupported = false };

    public static CallParameterSymbol Required(string name, BuildType type, string summary) =>
        new(name, null, type) { Summary = summary };

    public static CallParameterSymbol Optional(string name, BuildType type, string summary) =>
        new(name, null, type) { IsOptional = true, Summary = summary };

    public static CallParameterSymbol RequiredNamed(string name, BuildType type, string summary) =>
        new(name, null, type) { IsNamedOnly = true, Summary = summary };

    public static CallParameterSymbol Named(string name, BuildType type, string summary) =>
        new(name, null, type) { IsNamedOnly = true, IsOptional = true, Summary = summary };

    /// <summary>One argument or more by position.</summary>
    public static CallParameterSymbol Variadic(string name, BuildType element, string summary) =>
        new(name, null, BuildType.ListOf(element)) { IsVariadic = true, Summary = summary };
}
