namespace BuildKit.Cli.Progress;

/// <summary>What a step is called on a terminal.</summary>
/// <param name="Number">Its number among the steps of this build that do something, from 1; 0 for a change of configuration.</param>
/// <param name="Scope">Its stage or image, with the platform where the scope is built for several.</param>
/// <param name="Index">Its number in its scope, from 1; 0 for a change of configuration.</param>
/// <param name="Count">How many such steps the scope has.</param>
/// <param name="Text">What it does, in one line.</param>
internal sealed record StepLabel(int Number, string Scope, int Index, int Count, string Text)
{
    /// <summary>Whether it is worth a line: changes of the configuration take no time and fill the screen.</summary>
    public bool IsShown => Number > 0;

    /// <summary>Such as <c>[Build 2/6]</c>.</summary>
    public string Position => Index > 0 ? $"[{Scope} {Index}/{Count}]" : $"[{Scope}]";
}
