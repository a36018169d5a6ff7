using System.Text.Json;
using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary>What the tool writes, against the schemas of the OCI image specification and our own.</summary>
[Collection(nameof(WorkshopCollection))]
public sealed class SchemaTests(Workshop workshop)
{
    [Fact]
    public async Task Index_manifest_and_config_validate_against_the_image_specification()
    {
        string folder = await workshop.CheckoutAsync("webapi", "webapi-schema");
        string layout = Path.Combine(workshop.Folder, "layout-schema");
        await workshop.BuildAsync(folder, workshop.Store, "--output", $"oci:{layout}");

        string index = Read(layout, "index.json");
        string manifest = Blob(layout, index, at => at.GetProperty("manifests")[0]);
        string config = Blob(layout, manifest, at => at.GetProperty("config"));

        SchemaFolder.ImageSpecification.Validate("image-layout-schema.json", Read(layout, "oci-layout"));
        SchemaFolder.ImageSpecification.Validate("image-index-schema.json", index);
        SchemaFolder.ImageSpecification.Validate("image-manifest-schema.json", manifest);
        SchemaFolder.ImageSpecification.Validate("config-schema.json", config);
    }

    [Fact]
    public async Task The_metadata_file_and_every_line_of_the_progress_validate_against_our_schemas()
    {
        string folder = await workshop.CheckoutAsync("webapi", "webapi-our-schemas");
        string metadata = Path.Combine(workshop.Folder, "metadata.json");
        CommandResult built = await Workshop
            .BuildKit(workshop.Store, ["build", "--progress", "json", "--metadata-file", metadata, .. workshop.Bases]).In(folder).RunAsync();

        SchemaFolder.Ours.Validate("metadata.schema.json", Read(metadata));
        Assert.All(
            built.ShouldExit(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => SchemaFolder.Ours.Validate("progress.schema.json", line));
    }

    [Fact]
    public async Task The_graph_and_the_lock_validate_against_our_schemas()
    {
        string folder = await workshop.CheckoutAsync("webapi", "webapi-graph");
        await workshop.BuildAsync(folder, workshop.Store);
        CommandResult graph = await Workshop.BuildKit(workshop.Store, ["graph", "--format", "json", .. workshop.Bases]).In(folder).RunAsync();

        SchemaFolder.Ours.Validate("graph.schema.json", graph.ShouldExit(0).Output);
        SchemaFolder.Ours.Validate("lock.schema.json", Read(folder, "buildkit.lock"));
    }

    private static string Blob(string layout, string document, Func<JsonElement, JsonElement> descriptor)
    {
        using JsonDocument json = JsonDocument.Parse(document);
        return Read(layout, "blobs", descriptor(json.RootElement).GetProperty("digest").GetString()!.Replace(':', '/'));
    }

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine(path));
}
