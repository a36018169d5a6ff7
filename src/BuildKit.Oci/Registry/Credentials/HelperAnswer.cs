namespace BuildKit.Oci.Registry.Credentials;

/// <summary>How a credential helper ended, and its standard output (standard error where that is empty), shortened.</summary>
internal sealed record HelperAnswer(int ExitCode, string Text);
