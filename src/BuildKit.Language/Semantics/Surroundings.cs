using BuildKit.Language.Symbols;

namespace BuildKit.Language.Semantics;

/// <summary>Where an expression or statement stands.</summary>
/// <param name="Module">The file.</param>
/// <param name="Scope">The names it can use.</param>
/// <param name="Owner">The declaration of the file that it is part of, for the graph of references; null outside of all.</param>
/// <param name="Place">The statements that may stand here; <see cref="Contexts.None"/> at the top level.</param>
/// <param name="HasTarget">Whether <c>target</c> is known: in stages, images, tests, steps and their bases.</param>
internal sealed record Surroundings(ModuleSymbol Module, Scope Scope, Symbol? Owner, Contexts Place, bool HasTarget)
{
    /// <summary>The same place with a scope of its own.</summary>
    public Surroundings Inner() => this with { Scope = new Scope(Scope, isLocal: true) };
}
