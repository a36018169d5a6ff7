using BuildKit.Graph.Evaluation.Stages;
using BuildKit.Language.Symbols;

namespace BuildKit.Graph.Evaluation;

/// <summary>The values of local names at one place, and the file and body that it is in.</summary>
/// <param name="module">The file.</param>
/// <param name="parent">The block around it; null for a file's top level.</param>
/// <param name="body">The stage or image whose steps are made here; null outside of one.</param>
internal sealed class Scope(ModuleInstance module, Scope? parent, StageBody? body)
{
    private readonly Dictionary<Symbol, object> values = [];
    private readonly Dictionary<Symbol, StageDeclaration> stages = [];

    internal ModuleInstance Module { get; } = module;

    internal StageBody? Body { get; } = body;

    internal Scope Nested() => new(Module, this, Body);

    internal Scope WithBody(StageBody stage) => new(Module, this, stage);

    internal void Define(Symbol symbol, object value) => values[symbol] = value;

    internal void Declare(StageDeclaration stage) => stages[stage.Symbol] = stage;

    internal object? Find(Symbol symbol)
    {
        for (Scope? scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.values.TryGetValue(symbol, out object? value))
            {
                return value;
            }
        }

        return null;
    }

    internal StageDeclaration? FindStage(Symbol symbol)
    {
        for (Scope? scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.stages.TryGetValue(symbol, out StageDeclaration? stage))
            {
                return stage;
            }
        }

        return null;
    }

    private Scope? Parent { get; } = parent;
}
