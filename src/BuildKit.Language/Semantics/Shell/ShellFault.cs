using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics.Shell;

/// <summary>A hole of a shell literal that cannot be quoted where it stands.</summary>
internal readonly record struct ShellFault(HoleSyntax Hole, string Message);
