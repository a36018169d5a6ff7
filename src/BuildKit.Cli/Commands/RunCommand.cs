using System.CommandLine;
using BuildKit.Cli.Building;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Images;
using BuildKit.Cli.Progress;
using BuildKit.Cli.Running;
using BuildKit.Engine.Containers;
using BuildKit.Engine.Sandbox;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit run IMAGE|TARGET [ARGS...]</c></summary>
internal sealed class RunCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string> image = new("IMAGE") { Description = "An image of the Buildfile in this folder, which is built first; else one of the local store; else one of the registry whose host the name begins with." };
    private readonly Argument<string[]> command = new("ARGS")
    {
        Description = "Take the place of the image's command. Everything behind IMAGE is the container's, so options of buildkit stand before IMAGE.",
        Arity = ArgumentArity.ZeroOrMore,
        CaptureRemainingTokens = true,
    };

    private readonly BuildfileOptions buildfile = new();
    private readonly ContainerOptions container = new();
    private readonly Option<string> pull = PullOption.Create();
    private readonly Option<string> progressMode = ProgressMode.Option();
    private readonly Option<string> compression = CompressionOption.Create();
    private readonly Option<string> runtime = RuntimeOption.Create();
    private readonly Option<bool> insecure = CommonOptions.Insecure();

    /// <summary>Creates the command.</summary>
    public RunCommand(CommandHost host)
        : base(
            "run",
            "Runs a container of an image in the foreground and removes it when it ends. Exits with the container's exit code.",
            new CommandExample("buildkit run --network host api", "Build what changed of the image Api, and run it"),
            new CommandExample("buildkit run -it --entrypoint /bin/sh api", "Look around in it"),
            new CommandExample("buildkit run -v $PWD/data:/data:ro -e MODE=test registry.example.com/team/api:1.0 --verbose", "An image of a registry, with a folder, a variable and an argument"))
    {
        this.host = host;
        image.CompletionSources.Add(_ => TargetCompletions.Of().Concat(ImageCompletions.Of(host)));
        AddName(image);
        Add(command);
        container.AddTo(this, takesInput: true);
        Add(pull);
        buildfile.AddTo(this);
        Add(progressMode);
        Add(compression);
        Add(runtime);
        Add(insecure);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        ContainerRequest request = container.Read(arguments, arguments.GetValue(command) ?? [], host.Environment);
        SandboxLauncher launcher = SandboxLauncher.Find();

        // A container always needs the namespace, so nothing is done twice.
        if (UserNamespace.IsNeeded)
        {
            host.Terminal.Flush();
            return await UserNamespace.ReexecuteAsync(launcher, host.Arguments, ct).ConfigureAwait(false);
        }

        string name = arguments.GetRequiredValue(image);
        var sandbox = new DeferredSandbox(host, arguments.GetRequiredValue(runtime));
        using RegistryClient registries = host.OpenRegistries(arguments.GetValue(insecure));
        var finder = new RunImageFinder(host, registries, sandbox, arguments.GetRequiredValue(progressMode))
        {
            Pull = PullOption.Parse(arguments.GetRequiredValue(pull)),
            Buildfile = buildfile.Read(arguments),
            NamesBuildfile = buildfile.IsGiven(arguments),
            LayerFormat = CompressionOption.Read(arguments, compression),
        };
        RunImage found = await finder.FindAsync(name, ct).ConfigureAwait(false);
        UnpackedImage unpacked = await UnpackedImage.PrepareAsync(host.Store, found, ct).ConfigureAwait(false);
        SandboxExit exit = await new ContainerRunner(sandbox).RunAsync(unpacked.Complete(request), ct).ConfigureAwait(false);
        ContainerNotes.Write(host.Terminal.Error, exit);
        return exit.ExitCode;
    }
}
