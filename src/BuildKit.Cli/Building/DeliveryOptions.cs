using System.CommandLine;
using BuildKit.Cli.Images;
using BuildKit.Oci;

namespace BuildKit.Cli.Building;

/// <summary>The options that say what becomes of built images beyond the local store.</summary>
internal sealed class DeliveryOptions
{
    private readonly Option<string[]> tag = new("--tag", "-t")
    {
        Description = "A further name for the image, with a registry's host in front where it is to be pushed; may be repeated. TARGET=NAME where several images are built.",
        HelpName = "[TARGET=]NAME",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> push = new("--push") { Description = "Push the image to every --tag that names a registry." };
    private readonly Option<string?> output = new("--output", "-o")
    {
        Description = "Also write the image: oci:DIR, oci-archive:FILE, docker-archive:FILE or dir:DIR.",
        HelpName = "TRANSPORT:PATH",
    };

    private readonly Option<string?> metadataFile = new("--metadata-file") { Description = "Write the images' names and digests as JSON (schemas/metadata.schema.json).", HelpName = "FILE" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(tag);
        command.Add(push);
        command.Add(output);
        command.Add(metadataFile);
    }

    /// <summary>Reads the values.</summary>
    /// <exception cref="BuildKitException">They make no sense together (BK4301).</exception>
    public DeliveryPlan Read(ParseResult arguments)
    {
        var plan = new DeliveryPlan(
            [.. (arguments.GetValue(tag) ?? []).Select(ImageTag.Parse)],
            arguments.GetValue(push),
            arguments.GetValue(output) is { } location ? ImageOutput.Parse(location) : null,
            arguments.GetValue(metadataFile));
        return plan.Push && !plan.Tags.Any(name => name.Reference.Registry is not null)
            ? throw new BuildKitException(
                CommandLineErrorCodes.Usage, "--push needs to know where to.", "Add --tag HOST[:PORT]/NAME:TAG; or push later with 'buildkit push NAME REF'.")
            : plan;
    }
}
