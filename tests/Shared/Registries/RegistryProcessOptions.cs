namespace BuildKit.Tests.Registries;

/// <summary>How a registry for tests is set up.</summary>
public sealed record RegistryProcessOptions
{
    /// <summary>Whether only <see cref="RegistryProcess.UserName"/> with <see cref="RegistryProcess.Password"/> may use it.</summary>
    public bool RequiresLogin { get; init; }

    /// <summary>Whether it takes no writes.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Where it keeps its content; null for a folder of its own that goes away with it.</summary>
    public string? Storage { get; init; }

    /// <summary>A PEM file; with <see cref="KeyFile"/>, the registry speaks TLS.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The certificate's key, PEM.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The port; 0 for a free one. Given to start a registry again where it was.</summary>
    public int Port { get; init; }

    /// <summary>More lines for its configuration, such as another <c>auth</c> section.</summary>
    public string MoreConfiguration { get; init; } = "";
}
