using Microsoft.Build.Framework;

namespace BuildKit.MSBuild;

/// <summary>An image of a Buildfile, as an item between the targets.</summary>
/// <param name="Target">Its name in the Buildfile.</param>
/// <param name="Name">Its name in the local store.</param>
/// <param name="Commands">The commands of the steps that it needs and that publish something, a line each.</param>
internal sealed record DeclaredImage(string Target, string Name, string Commands)
{
    /// <summary>Reads an item.</summary>
    public static DeclaredImage Of(ITaskItem item) => new(item.ItemSpec, item.GetMetadata(nameof(Name)), item.GetMetadata(nameof(Commands)));

    /// <summary>The item.</summary>
    public ITaskItem ToItem() => new PlainItem(Target, new Dictionary<string, string> { [nameof(Name)] = Name, [nameof(Commands)] = Commands });
}
