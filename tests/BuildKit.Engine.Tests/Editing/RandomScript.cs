namespace BuildKit.Engine.Tests.Editing;

/// <summary>Shell scripts that change the tree in every way that a layer can tell, and never fail.</summary>
internal static class RandomScript
{
    public static string Next(Random random)
    {
        // No file grows for ever, whatever comes together here.
        var commands = new List<string> { "ulimit -f 4096" };
        for (int count = random.Next(1, 5); count > 0; count--)
        {
            commands.Add($"({Command(random)}) 2> /dev/null || true");
        }

        if (random.Once(3))
        {
            // What comes out is a digest of all that the run sees.
            commands.Add("(seen=$(see 2> /dev/null); echo $seen > /d/seen) 2> /dev/null || true");
        }

        return string.Join("; ", commands);
    }

    private static string Command(Random random)
    {
        string path = $"'{random.ImagePath()}'";
        string other = $"'{random.ImagePath()}'";
        string folder = random.ImageFolder();
        return random.Next(19) switch
        {
            0 or 1 or 2 => $"mkdir -p {folder}; echo {random.Text()} > {path}",
            3 => $"mkdir -p {path}",
            4 => $"rm -rf {path}",
            5 => $"rm -rf {folder}; mkdir -p {folder}; echo {random.Text()} > {folder}/f",
            6 => $"rm -rf {folder}; mkdir -p {folder}",
            7 => $"mv {path} {other}",
            8 => $"ln {path} {other}",
            9 => $"ln -s {random.Of("f", "/d/a", "../w", "nowhere")} {path}",
            10 => $"chmod {random.Of("600", "755", "2770", "1777", "0")} {path}",
            11 => $"chown {random.Of("0:0", "7:8", "1654:5")} {path}",
            12 => $"cp -a {path} {other}",
            13 => $"echo {random.Text()} >> {path}",
            14 => $"mkfifo {folder}/pipe", // whose name nothing opens: that would wait for the other end
            15 => $"touch -d '{random.Of("1970-01-05", "2024-05-05")} 01:02:03' {path}",
            16 => $"rm {path}; cat {other} > {path}",
            17 => $"(id; pwd; env | sort) > {path}",
            _ => $"all=$(find {folder} -type f | sort | xargs cat); echo $all > {path}",
        };
    }
}
