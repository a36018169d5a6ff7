namespace BuildKit.EndToEnd.Tests.Support;

/// <summary>How a command ended and what it printed.</summary>
public sealed record CommandResult(string CommandLine, int ExitCode, string Output, string Error)
{
    /// <summary>Fails the test, with everything printed, unless the exit code is the expected one.</summary>
    public CommandResult ShouldExit(int expected)
    {
        Assert.True(expected == ExitCode, $"{CommandLine}\nexited with {ExitCode}, not {expected}.\n--- output\n{Output}\n--- error\n{Error}");
        return this;
    }

    /// <summary>Both streams, for messages that may be on either.</summary>
    public string Everything => Output + Error;
}
