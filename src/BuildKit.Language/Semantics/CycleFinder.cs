using BuildKit.Language.Diagnostics;
using BuildKit.Language.Symbols;

namespace BuildKit.Language.Semantics;

/// <summary>Finds declarations that need themselves, and chains of them that are too long to evaluate.</summary>
internal sealed class CycleFinder
{
    private const int LongestChain = 200;

    private readonly BindingSession session;
    private readonly Dictionary<Symbol, List<Reference>> references = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Symbol, int> heights = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Symbol> reported = new(ReferenceEqualityComparer.Instance);
    private readonly List<(Symbol Symbol, int Next)> path = [];

    private CycleFinder(BindingSession session)
    {
        this.session = session;
        foreach (Reference reference in session.References)
        {
            if (!references.TryGetValue(reference.From, out List<Reference>? list)) references[reference.From] = list = [];
            list.Add(reference);
        }
    }

    /// <summary>Reports every cycle once, at a declaration of it, with the places that close it.</summary>
    public static void Report(BindingSession session)
    {
        var finder = new CycleFinder(session);
        foreach (Symbol symbol in session.References.Select(reference => reference.From)) finder.Visit(symbol);
    }

    /// <summary>Goes depth first without recursion, since a hostile file can make the path as long as it likes.</summary>
    private void Visit(Symbol start)
    {
        if (heights.ContainsKey(start)) return;
        path.Add((start, 0));
        var open = new HashSet<Symbol>(ReferenceEqualityComparer.Instance) { start };
        while (path.Count > 0)
        {
            (Symbol symbol, int next) = path[^1];
            List<Reference> edges = references.GetValueOrDefault(symbol) ?? [];
            if (next == edges.Count)
            {
                path.RemoveAt(path.Count - 1);
                open.Remove(symbol);
                Close(symbol, edges);
                continue;
            }

            path[^1] = (symbol, next + 1);
            Symbol target = edges[next].To;
            if (open.Contains(target)) ReportCycle(target);
            else if (!heights.ContainsKey(target))
            {
                path.Add((target, 0));
                open.Add(target);
            }
        }
    }

    private void Close(Symbol symbol, List<Reference> edges)
    {
        int height = 1 + edges.Select(edge => heights.GetValueOrDefault(edge.To)).DefaultIfEmpty(0).Max();
        heights[symbol] = height;
        if (height == LongestChain + 1 && symbol.Declaration is { } place)
        {
            session.Error(DiagnosticCodes.TooDeep, $"'{symbol.Name}' depends on a chain of more than {LongestChain} declarations", place);
        }
    }

    private void ReportCycle(Symbol target)
    {
        int start = path.FindIndex(entry => ReferenceEquals(entry.Symbol, target));
        (Symbol Symbol, int Next)[] cycle = [.. path.Skip(start)];
        if (cycle.Any(entry => reported.Contains(entry.Symbol)) || target.Declaration is not { } place) return;
        foreach ((Symbol symbol, _) in cycle) reported.Add(symbol);
        string names = string.Join(" -> ", cycle.Select(entry => entry.Symbol.Name).Append(target.Name));
        Note[] notes = [.. cycle.Select(entry => references[entry.Symbol][entry.Next - 1]).Select(edge => new Note($"'{edge.From.Name}' uses '{edge.To.Name}'", edge.Place))];
        string message = target is CallableSymbol ? "calls itself, and there is no recursion" : "depends on itself";
        session.Error(DiagnosticCodes.DependsOnItself, $"'{target.Name}' {message}: {names}", place, notes);
    }
}
