using BuildKit.Cli.Errors;
using BuildKit.Cli.Terminals;
using BuildKit.Cli.Tests.Progress;
using BuildKit.Engine;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Text;
using BuildKit.Oci;

namespace BuildKit.Cli.Tests.Errors;

public sealed class ExitCodeTests
{
    [Fact]
    public void Each_kind_of_failure_has_its_exit_code()
    {
        Assert.Equal(1, ExitCodes.Of(new BuildKitException("BK5201", "m")));
        Assert.Equal(1, ExitCodes.Of(RecordedBuild.Failure));
        Assert.Equal(2, ExitCodes.Of(new BuildKitException(CommandLineErrorCodes.Usage, "m")));
        Assert.Equal(124, ExitCodes.Of(new BuildKitException(ExecutionErrorCodes.TimeIsOver, "m")));
        Assert.Equal(3, ExitCodes.Of(Errors("BK2001", "BK1004")));
        Assert.Equal(1, ExitCodes.Of(Errors("BK2001", "BK5202")));
        Assert.Equal(3, ExitCodes.Of(new BuildKitException(Graph.GraphDiagnosticCodes.InvalidLockFile, "m")));
        Assert.Equal(2, ExitCodes.Of(Errors(CommandLineErrorCodes.Usage)));
        Assert.Equal(70, ExitCodes.Of(new InvalidOperationException()));
        Assert.Equal(130, ExitCodes.Of(new TaskCanceledException()));
    }

    [Fact]
    public void A_defect_is_called_one_and_its_stack_is_shown_only_for_debugging()
    {
        var defect = new InvalidOperationException("odd");
        string plain = Show(defect, debug: false);
        Assert.StartsWith($"error {CommandLineErrorCodes.Defect}: buildkit has a defect: InvalidOperationException: odd\n", plain, StringComparison.Ordinal);
        Assert.Contains("BUILDKIT_DEBUG=1", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("System.InvalidOperationException", plain, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException: odd", Show(defect, debug: true), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_of_the_world_says_what_to_do_next() =>
        Assert.Equal("error BK5202: down\n  try again\n", Show(new BuildKitException("BK5202", "down", "try again"), debug: false));

    private static BuildfileErrorsException Errors(params string[] codes) =>
        new([.. codes.Select(code => Diagnostic.Error(code, "m", new SourceSpan(new SourceText("Buildfile", ""), 0, 0)))]);

    private static string Show(Exception exception, bool debug)
    {
        using var stream = new MemoryStream();
        using (var output = new TextOutput(stream, isTerminal: false, useColor: false))
        {
            new ErrorReporter(output, debug).Show(exception);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
