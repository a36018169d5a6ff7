using BuildKit.Graph.Evaluation.Environments;
using BuildKit.Graph.Evaluation.Stages;
using BuildKit.Language.Symbols;

namespace BuildKit.Graph.Evaluation;

/// <summary>One file with values for its parameters. A file that is used twice has two instances.</summary>
internal sealed class ModuleInstance
{
    private readonly Dictionary<UsingSymbol, ModuleInstance> uses = [];

    internal ModuleInstance(ModuleSymbol symbol, string prefix, UsingSymbol? use, ModuleInstance? user)
    {
        Symbol = symbol;
        Prefix = prefix;
        Use = use;
        User = user;
        Top = new Scope(this, null, null);
    }

    internal ModuleSymbol Symbol { get; }

    /// <summary>The aliases that lead here, each with a dot behind it; empty for the Buildfile itself.</summary>
    internal string Prefix { get; }

    /// <summary>The declaration that uses the file; null for the Buildfile itself.</summary>
    internal UsingSymbol? Use { get; }

    /// <summary>The file of that declaration.</summary>
    internal ModuleInstance? User { get; }

    internal Scope Top { get; }

    /// <summary>What was worked out of the file's parameters and variables.</summary>
    internal Dictionary<Symbol, object> Values { get; } = [];

    /// <summary>The variables that are being worked out, to find a cycle.</summary>
    internal HashSet<Symbol> Pending { get; } = [];

    /// <summary>Stages and images in order; null until they are looked for.</summary>
    internal List<StageDeclaration>? Stages { get; set; }

    /// <summary>Tests in order, found with the stages.</summary>
    internal List<TestDeclaration> Tests { get; } = [];

    /// <summary>Environments in order, found with the stages.</summary>
    internal List<EnvironmentDeclaration> Environments { get; } = [];

    internal ModuleInstance Used(UsingSymbol use)
    {
        if (!uses.TryGetValue(use, out ModuleInstance? module))
        {
            module = new ModuleInstance(use.Module, $"{Prefix}{use.Name}.", use, this);
            uses.Add(use, module);
        }

        return module;
    }
}
