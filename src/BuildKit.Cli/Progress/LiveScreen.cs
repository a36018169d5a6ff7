using System.Text;
using BuildKit.Cli.Terminals;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BuildKit.Cli.Progress;

/// <summary>
/// The last lines of a terminal, drawn over in one write a frame: lines are overwritten and the rest of each is erased, never the whole
/// region first, so nothing flickers; a frame that equals the last is not written at all.
/// </summary>
internal sealed class LiveScreen
{
    private readonly TextOutput output;
    private readonly IAnsiConsole console;
    private readonly StringWriter drawn = new();
    private string lastFrame = "";
    private int lastHeight;

    /// <summary>Takes the lower end of a terminal.</summary>
    public LiveScreen(TextOutput output)
    {
        this.output = output;
        console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = output.UseColor ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(drawn),
        });
        output.Write("\e[?25l");
    }

    /// <summary>Columns of the terminal now.</summary>
    public int Columns => Math.Max(TreeProgress.LeastColumns, Console.WindowWidth);

    /// <summary>Lines of the terminal now.</summary>
    public int Rows => Math.Max(TreeProgress.LeastRows, Console.WindowHeight);

    /// <summary>Puts lines above the region, where they stay, and draws the region anew.</summary>
    /// <param name="above">Lines that scroll away with everything else.</param>
    /// <param name="region">What is drawn; null for nothing.</param>
    public void Update(IReadOnlyCollection<string> above, IRenderable? region)
    {
        string frame = region is null ? "" : Render(region);
        if (above.Count == 0 && frame == lastFrame)
        {
            return;
        }

        string[] lines = frame.Length == 0 ? [] : frame.Split('\n');
        var text = new StringBuilder();
        if (lastHeight > 0)
        {
            text.Append($"\e[{lastHeight}A\r");
        }

        foreach (string line in above.Concat(lines))
        {
            text.Append(line).Append("\e[K\n");
        }

        // What is left of a taller region before.
        text.Append("\e[J");
        output.Write(text.ToString());
        output.Flush();
        (lastFrame, lastHeight) = (frame, lines.Length);
    }

    /// <summary>Shows the cursor again.</summary>
    public void Close()
    {
        output.Write("\e[?25h");
        output.Flush();
    }

    private string Render(IRenderable region)
    {
        drawn.GetStringBuilder().Clear();
        console.Profile.Width = Columns - 1;
        console.Write(region);
        return drawn.ToString().TrimEnd('\n').Replace("\r", "", StringComparison.Ordinal);
    }
}
