using BuildKit.Facts.Projects.Wire;

namespace BuildKit.Facts.Projects;

/// <summary>An answer and what it follows from.</summary>
/// <param name="Digest">Of everything that the answer depends on, in hexadecimal.</param>
/// <param name="Answer">The answer.</param>
internal sealed record RememberedAnswer(string Digest, ProjectAnswer Answer);
