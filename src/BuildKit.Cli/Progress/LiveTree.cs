using BuildKit.Cli.Terminals;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BuildKit.Cli.Progress;

/// <summary>What the live display shows at one moment: how far the build is, and below it what runs, by stage, with its last lines.</summary>
internal static class LiveTree
{
    private static readonly Style Faint = new(decoration: Decoration.Dim);
    private static readonly Style Strong = new(decoration: Decoration.Bold);

    /// <summary>Draws the tree.</summary>
    /// <param name="title">What is done, and how far it is.</param>
    /// <param name="running">The steps that run, in the order begun.</param>
    /// <param name="now">Since the build began.</param>
    /// <param name="width">The terminal's columns.</param>
    /// <param name="height">The most lines to draw.</param>
    public static IRenderable Draw(string title, IReadOnlyCollection<RunningStep> running, TimeSpan now, int width, int height)
    {
        var tree = new Tree(new Text($"{title}  {Sizes.Duration(now)}", Strong)) { Style = Faint };

        // What does not fit is left out from the end: first output lines, then steps.
        int scopes = running.Select(step => step.Label.Scope).Distinct(StringComparer.Ordinal).Count();
        int spare = Math.Max(0, height - 1 - scopes - running.Count);
        int linesEach = running.Count == 0 ? 0 : Math.Min(RunningStep.ShownLines, spare / running.Count);
        int stepsLeft = Math.Max(1, height - 1 - scopes);
        foreach (var scope in running.GroupBy(step => step.Label.Scope, StringComparer.Ordinal))
        {
            TreeNode node = tree.AddNode(new Text(scope.Key));
            foreach (RunningStep step in scope)
            {
                if (stepsLeft-- > 0)
                {
                    node.AddNode(DrawStep(step, linesEach, now, width));
                }
            }
        }

        return tree;
    }

    private static Rows DrawStep(RunningStep step, int lineCount, TimeSpan now, int width)
    {
        // Two levels of the tree take eight columns.
        int room = Math.Max(16, width - 9);
        string right = string.Join("  ", ((string[])[step.Transferred, Sizes.Duration(now - step.Started)]).Where(text => text.Length > 0));
        string left = Fit(step.Label.Text, Math.Max(8, room - right.Length - 2));
        var rows = new List<IRenderable> { new Text($"{left}{new string(' ', Math.Max(2, room - left.Length - right.Length))}{right}", Style.Plain) { Overflow = Overflow.Ellipsis } };
        rows.AddRange(step.LastLines.TakeLast(lineCount).Select(line => new Text(Fit(line, room), Faint) { Overflow = Overflow.Ellipsis }));
        return new Rows(rows);
    }

    private static string Fit(string text, int room) => text.Length <= room ? text : string.Concat(text.AsSpan(0, room - 1), "…");
}
