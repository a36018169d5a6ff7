namespace BuildKit.Facts.Projects.Wire;

/// <summary>What the process that evaluates projects answers: the one line of JSON on its standard output. Either the projects or an error.</summary>
public sealed record ProjectAnswer
{
    /// <summary>The version of this document; another one is a tool and a process that do not belong together.</summary>
    public const int CurrentVersion = 7;

    /// <summary><see cref="CurrentVersion"/>.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The project that was asked for; null where there is an error.</summary>
    public EvaluatedProject? Project { get; init; }

    /// <summary>Why there is no answer; null where there is one.</summary>
    public EvaluationError? Error { get; init; }

    /// <summary>Absolute paths of the files that evaluation read, without those of the SDK and of restored packages; in ordinal order.</summary>
    public string[] Read { get; init; } = [];

    /// <summary>The folder of the SDK that evaluated; empty where there was none.</summary>
    public string Sdk { get; init; } = "";
}
