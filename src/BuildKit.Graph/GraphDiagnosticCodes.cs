namespace BuildKit.Graph;

/// <summary>Codes of mistakes that show when a Buildfile is evaluated (docs/diagnostics.md). Those of syntax and names are the language's.</summary>
public static class GraphDiagnosticCodes
{
    /// <summary>A parameter was given that the Buildfile does not declare.</summary>
    public const string UnknownParameter = "BK2501";

    /// <summary>A parameter without a default was not given.</summary>
    public const string MissingParameter = "BK2502";

    /// <summary>A parameter's text is no value of its type, or not one of those allowed.</summary>
    public const string InvalidParameter = "BK2503";

    /// <summary>A parameter's value is not in the list behind <c>in</c>.</summary>
    public const string ParameterNotAllowed = "BK2504";

    /// <summary>A value is needed where there is none: <c>null</c>, or a fact that the world does not have.</summary>
    public const string MissingValue = "BK2510";

    /// <summary>A value of another kind or form is needed.</summary>
    public const string WrongValue = "BK2511";

    /// <summary>A number does not fit into 64 bits, or is divided by zero.</summary>
    public const string Arithmetic = "BK2512";

    /// <summary>An index or number is outside of what is possible.</summary>
    public const string OutOfRange = "BK2513";

    /// <summary>The Buildfile needs too many steps of evaluation.</summary>
    public const string BudgetExceeded = "BK2514";

    /// <summary>A string or list is too large.</summary>
    public const string ValueTooLarge = "BK2515";

    /// <summary>Expressions, calls or declarations are nested too deeply.</summary>
    public const string TooDeep = "BK2516";

    /// <summary>A base's name is no reference.</summary>
    public const string InvalidReference = "BK2520";

    /// <summary>An image's platform is none, stands twice, or there is none at all.</summary>
    public const string InvalidPlatform = "BK2521";

    /// <summary>A path is empty, too long, outside of its source, or taken.</summary>
    public const string InvalidPath = "BK2522";

    /// <summary>Permission bits are not octal.</summary>
    public const string InvalidMode = "BK2523";

    /// <summary>An owner or user is not <c>user[:group]</c>.</summary>
    public const string InvalidOwner = "BK2524";

    /// <summary>An amount of memory cannot be read.</summary>
    public const string InvalidSize = "BK2525";

    /// <summary>A length of time cannot be read.</summary>
    public const string InvalidDuration = "BK2526";

    /// <summary>A number of cores cannot be read.</summary>
    public const string InvalidCores = "BK2527";

    /// <summary>A port cannot be read.</summary>
    public const string InvalidPort = "BK2528";

    /// <summary>The name of a variable, label, signal, cache or image has a form that it cannot have.</summary>
    public const string InvalidName = "BK2529";

    /// <summary>Two targets have one name.</summary>
    public const string NameTaken = "BK2530";

    /// <summary>The environment of a base is used that is not known before the first build.</summary>
    public const string BaseUnknown = "BK2533";

    /// <summary>A stage or image stands on a stage that is always for the builder's platform, and is itself for another.</summary>
    public const string OtherPlatform = "BK2534";

    /// <summary>A step in a test that may not stand there, or a test that does nothing.</summary>
    public const string TestStep = "BK2535";

    /// <summary>A test of something that is no image of the Buildfile itself.</summary>
    public const string TestSubject = "BK2536";

    /// <summary>An environment has no place, two, or one that is none.</summary>
    public const string EnvironmentRegistry = "BK2540";

    /// <summary>An environment uses the commit of a release where none is chosen yet.</summary>
    public const string EnvironmentCommit = "BK2541";

    /// <summary>An environment comes after something that is no environment of the Buildfile.</summary>
    public const string EnvironmentOrigin = "BK2542";

    /// <summary>A tag that an environment adds is none, or one that moves.</summary>
    public const string EnvironmentTag = "BK2543";

    /// <summary>A gate asks for a test that says nothing of what is delivered.</summary>
    public const string EnvironmentGate = "BK2544";

    /// <summary>A run sets a variable twice, once of them by a secret or an agent of ssh.</summary>
    public const string VariableTaken = "BK2545";

    /// <summary>A run has several agents of ssh.</summary>
    public const string SeveralAgents = "BK2546";

    /// <summary>A text in the list of <c>network:</c> names no host.</summary>
    public const string InvalidHost = "BK2550";

    /// <summary>The list of <c>network:</c> is empty.</summary>
    public const string NoHost = "BK2551";

    /// <summary>A URL that nothing can be downloaded from.</summary>
    public const string InvalidUrl = "BK2560";

    /// <summary>A digest is not <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public const string InvalidDigest = "BK2561";

    /// <summary>A URL that no repository can be fetched from.</summary>
    public const string InvalidGitUrl = "BK2562";

    /// <summary>A text that can be no name of a branch or tag, and is no commit.</summary>
    public const string InvalidGitReference = "BK2563";

    /// <summary>A .NET project cannot be evaluated: MSBuild says why.</summary>
    public const string ProjectEvaluation = "BK2570";

    /// <summary>There is no .NET SDK, or not the one that the project asks for.</summary>
    public const string NoSdk = "BK2571";

    /// <summary>A .NET project has several target frameworks, and none of them is chosen.</summary>
    public const string SeveralFrameworks = "BK2572";

    /// <summary>What is named as a project or solution is none, or lies outside of the context.</summary>
    public const string NoProject = "BK2573";

    /// <summary>A base is asked for that runs a .NET project which nothing can run: a library.</summary>
    public const string ProjectNotRunnable = "BK2574";

    /// <summary>There is no image of .NET for a project's target framework.</summary>
    public const string NoDotNetImage = "BK2575";

    /// <summary>A Publish in a stage names what to publish with.</summary>
    public const string SdkOfStage = "BK2583";

    /// <summary>The tests of a .NET project are asked for that has none.</summary>
    public const string NoTestProject = "BK2595";

    /// <summary>Tests of a .NET project are chosen by a filter that its framework does not know.</summary>
    public const string TestFilter = "BK2596";

    /// <summary>buildkit.lock is not what it should be.</summary>
    public const string InvalidLockFile = "BK2590";

    /// <summary>buildkit.lock was written by a newer version.</summary>
    public const string NewerLockFile = "BK2591";
}
