using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Tests.Trees;

/// <summary>Random layers over few names, so that layers hide, whiten out and replace each other's.</summary>
internal static class RandomLayer
{
    public static List<(LayerEntry Entry, byte[]? Content)> Entries(Random random)
    {
        var result = new List<(LayerEntry, byte[]?)>();
        Fill(random, LayerPath.Root, 0, result);
        return [.. result.OrderBy(item => item.Item1.Path).ThenBy(item => item.Item1.Kind == LayerEntryKind.OpaqueDirectory)];
    }

    private static void Fill(Random random, LayerPath folder, int depth, List<(LayerEntry, byte[]?)> result)
    {
        foreach (string name in (string[])["a", "a-b", "b", "c d", "é"])
        {
            LayerPath path = folder.Append(System.Text.Encoding.UTF8.GetBytes(name));
            int owner = random.Next(3) * 500;
            switch (random.Next(8))
            {
                case 0 or 1:
                    byte[] content = new byte[random.Next(2000)];
                    random.NextBytes(content);
                    result.Add((new LayerEntry { Path = path, Kind = LayerEntryKind.File, Mode = random.Next(2) == 0 ? 0x1A4 : 0x9ED, Uid = (uint)owner, Size = content.Length }, content));
                    break;
                case 2:
                    result.Add((new LayerEntry { Path = path, Kind = LayerEntryKind.SymbolicLink, Mode = 0x1FF, SymbolicLinkTarget = ByteString.FromText("../" + name) }, null));
                    break;
                case 3 when depth > 0 || random.Next(2) == 0:
                    result.Add((new LayerEntry { Path = path, Kind = LayerEntryKind.Whiteout }, null));
                    break;
                case 4 or 5 or 6 when depth < 3:
                    result.Add((new LayerEntry { Path = path, Kind = LayerEntryKind.Directory, Mode = random.Next(2) == 0 ? 0x1ED : 0x3FF, Gid = (uint)owner }, null));
                    if (random.Next(5) == 0)
                    {
                        result.Add((new LayerEntry { Path = path, Kind = LayerEntryKind.OpaqueDirectory }, null));
                    }

                    Fill(random, path, depth + 1, result);
                    break;
            }
        }
    }
}
