using System.Text.Json;
using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary>What the tool writes, against the schemas of the OCI image specification and our own.</summary>
[Collection(nameof(WorkshopCollection))]
public sealed class SchemaTests(Workshop workshop)
{
    private static readonly SchemaFolder Oci = new(Path.Combine(Repository.Root, "tests", "BuildKit.Oci.Tests", "Schemas"));
    private static readonly SchemaFolder Ours = new(Path.Combine(Repository.Root, "schemas"));

    [Fact]
    public async Task Index_manifest_and_config_validate_against_the_image_specification()
    {
        string folder = await workshop.CheckoutAsync("webapi", "webapi-schema");
        string layout = Path.Combine(workshop.Folder, "layout-schema");
        await workshop.BuildAsync(folder, workshop.Store, "--output", $"oci:{layout}");

        JsonElement index = Parse(Path.Combine(layout, "index.json"));
        JsonElement manifest = Blob(layout, index.GetProperty("manifests")[0]);
        JsonElement config = Blob(layout, manifest.GetProperty("config"));

        Oci.Validate("image-layout-schema.json", Parse(Path.Combine(layout, "oci-layout")));
        Oci.Validate("image-index-schema.json", index);
        Oci.Validate("image-manifest-schema.json", manifest);
        Oci.Validate("config-schema.json", config);
    }

    [Fact]
    public async Task The_metadata_file_and_every_line_of_the_progress_validate_against_our_schemas()
    {
        string folder = await workshop.CheckoutAsync("webapi", "webapi-our-schemas");
        string metadata = Path.Combine(workshop.Folder, "metadata.json");
        CommandResult built = await Workshop
            .BuildKit(workshop.Store, ["build", "--progress", "json", "--metadata-file", metadata, .. workshop.Bases]).In(folder).RunAsync();

        Ours.Validate("metadata.schema.json", Parse(metadata));
        Assert.All(
            built.ShouldExit(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Ours.Validate("progress.schema.json", JsonDocument.Parse(line).RootElement));
    }

    [Fact]
    public async Task The_graph_and_the_lock_validate_against_our_schemas()
    {
        string folder = await workshop.CheckoutAsync("webapi", "webapi-graph");
        await workshop.BuildAsync(folder, workshop.Store);
        CommandResult graph = await Workshop.BuildKit(workshop.Store, ["graph", "--format", "json", .. workshop.Bases]).In(folder).RunAsync();

        Ours.Validate("graph.schema.json", JsonDocument.Parse(graph.ShouldExit(0).Output).RootElement);
        Ours.Validate("lock.schema.json", Parse(Path.Combine(folder, "buildkit.lock")));
    }

    private static JsonElement Blob(string layout, JsonElement descriptor) =>
        Parse(Path.Combine(layout, "blobs", descriptor.GetProperty("digest").GetString()!.Replace(':', '/')));

    private static JsonElement Parse(string file) => JsonDocument.Parse(File.ReadAllText(file)).RootElement;
}
