using System.Collections.Immutable;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Steps;

/// <summary>Puts the files of one commit of a Git repository into a folder.</summary>
/// <param name="Url">As written: https, or http to this machine, with a host and without a user.</param>
/// <param name="Reference">A branch, tag or whole commit as written; <c>HEAD</c> where nothing is said.</param>
/// <param name="Commit">Its 40 hexadecimal digits, of the Buildfile or of <c>buildkit.lock</c>; null while it is not known.</param>
/// <param name="Subfolder">The folder of the repository whose content is taken, without a slash at either end; null for all of it.</param>
/// <param name="To">The folder; relative to the working directory.</param>
/// <param name="Owner"><c>user[:group]</c>; null for 0:0.</param>
public sealed record CheckoutStep(
    SourceSpan Origin, string Scope, Platform Platform, StepRef Parent, string Url, string Reference, string? Commit, string? Subfolder, string To, string? Owner)
    : Step(Origin, Scope, Platform)
{
    /// <inheritdoc />
    public override ImmutableArray<StepRef> Inputs => [Parent];

    /// <inheritdoc />
    public override string Display => Reference == GitReference.Default ? $"Checkout {Url}" : $"Checkout {Url} {Reference}";
}
