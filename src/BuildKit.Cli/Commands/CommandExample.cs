namespace BuildKit.Cli.Commands;

/// <summary>A command line for the help.</summary>
/// <param name="CommandLine">As typed.</param>
/// <param name="Purpose">What it does, without a full stop.</param>
internal readonly record struct CommandExample(string CommandLine, string Purpose);
