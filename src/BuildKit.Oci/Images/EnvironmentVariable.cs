namespace BuildKit.Oci.Images;

/// <summary>One variable of a container's environment. A name holds no <c>=</c> and no NUL; a value holds no NUL.</summary>
public readonly record struct EnvironmentVariable(string Name, string Value)
{
    /// <summary><c>NAME=value</c>, as it stands in an image configuration.</summary>
    public override string ToString() => $"{Name}={Value}";
}
