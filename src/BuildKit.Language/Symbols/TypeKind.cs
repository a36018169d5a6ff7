namespace BuildKit.Language.Symbols;

/// <summary>The sorts of types.</summary>
public enum TypeKind
{
    /// <summary>Not known because of an error that has been reported; agrees with everything.</summary>
    Unknown,

    /// <summary>Text.</summary>
    String,

    /// <summary>A whole number of 64 bits.</summary>
    Int,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Bool,

    /// <summary>The literal <c>null</c>.</summary>
    Null,

    /// <summary>A list; <see cref="BuildType.Element"/> says of what.</summary>
    List,

    /// <summary>A string literal at the call, read as shell, or <c>Raw(x)</c>.</summary>
    Shell,

    /// <summary><c>Raw(x)</c>: text that is put into a shell literal as it is.</summary>
    Raw,

    /// <summary>Something that <c>mounts:</c> takes.</summary>
    Mount,

    /// <summary>A stage or image, whose files can be copied and which can be a base.</summary>
    Stage,

    /// <summary>A test of an image.</summary>
    Test,

    /// <summary>An environment.</summary>
    Environment,

    /// <summary>What <c>Require</c> takes.</summary>
    Gate,

    /// <summary>What <c>ready:</c> takes: how a service shows that it can be used.</summary>
    Readiness,

    /// <summary>
    /// A base that is not a stage: <c>scratch</c>, <c>Oci("path")</c>. A parameter of this type also takes a <see cref="Stage"/>, and a
    /// <see cref="String"/>, which is then a reference.
    /// </summary>
    Base,

    /// <summary>A .NET project.</summary>
    Project,

    /// <summary>A secret. It never becomes a string.</summary>
    Secret,

    /// <summary>Where a secret comes from.</summary>
    SecretSource,

    /// <summary>A bare name out of a set; <see cref="BuildType.Name"/> says which set.</summary>
    Enum,

    /// <summary><c>new { name = value }</c></summary>
    Object,

    /// <summary><c>x => value</c>; <see cref="BuildType.Element"/> is the type of the value.</summary>
    Lambda,

    /// <summary>A step: it has no value.</summary>
    Step,

    /// <summary>Any value; only of built-ins.</summary>
    Any,

    /// <summary>What <c>network:</c> takes: <c>true</c>, <c>false</c> or a list of hosts; only of built-in parameters.</summary>
    Network,

    /// <summary>A string, int or bool; only of built-in parameters.</summary>
    Scalar,

    /// <summary>The element type of the receiver; only of built-in list members.</summary>
    Item,

    /// <summary>What the lambda gives; only of built-in list members.</summary>
    Result,
}
