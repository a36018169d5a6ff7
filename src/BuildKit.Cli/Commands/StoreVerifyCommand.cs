using System.CommandLine;
using BuildKit.Cli.Building;
using BuildKit.Cli.Collecting;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Engine.Verification;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit store verify</c></summary>
internal sealed class StoreVerifyCommand : ToolCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CommandHost host;
    private readonly Option<bool> repair = new("--repair") { Description = "Remove what is wrong, so that it is made or pulled again; the names of broken images too." };
    private readonly Option<bool> json = new("--json") { Description = "Print what was found as JSON (schemas/verification.schema.json)." };

    /// <summary>Creates the command.</summary>
    public StoreVerifyCommand(CommandHost host)
        : base(
            "verify",
            "Reads everything in the local store and says what is damaged or missing, and what follows from it. Exits with 1 where something is wrong and stays so.",
            new CommandExample("buildkit store verify", "After a crash, or on a disk that is not trusted"),
            new CommandExample("buildkit store verify --repair", "And what is wrong goes"))
    {
        this.host = host;
        Add(repair);
        Add(json);
    }

    /// <inheritdoc />
    protected override Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct) => NamespaceReentry.RunAsync(
        host,
        async () =>
        {
            VerificationReport report;
            using (var progress = new VerificationLine(host.Terminal.Output, isShown: !arguments.GetValue(json)))
            {
                report = await new StoreVerifier(host.Store).VerifyAsync(arguments.GetValue(repair), Patience, progress, ct).ConfigureAwait(false);
            }

            if (arguments.GetValue(json))
            {
                host.Terminal.Output.Write(VerificationDocument.Write(report));
            }
            else
            {
                VerificationText.Write(host.Terminal.Output, report);
            }

            return report.Findings.IsEmpty || report.IsRepaired ? ExitCodes.Success : ExitCodes.Failure;
        },
        ct);
}
