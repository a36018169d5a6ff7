namespace BuildKit.Engine.Tests.Editing;

/// <summary>Statements of a Buildfile. Some cannot be carried out: then a build fails, whatever is cached.</summary>
internal static class RandomStatement
{
    /// <param name="sources">Stages that the statement may read.</param>
    public static string Next(Random random, IReadOnlyList<string> sources) => random.Next(24) switch
    {
        < 8 => Run(random, sources),
        < 13 => Copy(random, sources),
        13 or 14 => $"""Write("{random.ImagePath()}", "{random.Text()}"{Owner(random)}{Mode(random)});""",
        15 => $$"""Template("t.sbn", to: "{{random.ImageFolder()}}/t", values: new { name = "{{random.Text()}}", list = ["{{random.Text()}}", "b"] }{{Owner(random)}}{{Mode(random)}});""",
        16 => $"""Unpack("{random.Of("p.tar", "p.zip")}", to: "{random.ImageFolder()}"{(random.Once(3) ? ", strip: 1" : "")}{Owner(random)});""",
        17 => $"""Link("{random.ImageFolder()}/{random.Of("l", "a", "b")}", to: "{random.Of("f", "/d", "../srv")}");""",
        18 => $"""Delete("{random.Of("/d/*", "/srv/k*", "/**/f", "/d/a", "/w")}");""",
        19 => $"""WorkDir("{random.Of("/", "/w", "/d/a", "x", "/way")}");""",
        20 => $"""Env("{random.Of("A", "B")}", "{random.Text()}");""",
        21 => $"""User("{random.Of("root", "app", "0", "7:8")}");""",
        22 => $"""Label("{random.Of("a", "b")}", "{random.Text()}");""",
        _ => """Run("(seen=$(see 2> /dev/null); echo $seen > /d/seen) 2> /dev/null || true");""",
    };

    private static string Run(Random random, IReadOnlyList<string> sources)
    {
        string script = RandomScript.Next(random);
        string options = "";
        if (random.Once(4))
        {
            bool isStage = sources.Count > 0 && random.Once(2);
            string source = isStage ? $""", path: "{random.Of("/d", "/srv", "/etc/passwd", "/way")}", from: {sources[random.Next(sources.Count)]}""" : $""", path: "{random.Of("a", "lib", ".", "f")}" """;
            string target = random.Of("/m", "/d/m", "/w/x/m");
            script = $"(find {target} | sort; find {target} -type f | sort | tr '\\n' '\\0' | xargs -0 cat; stat -c '%f %u %g' {target}) > /d/bound || true; {script}".Replace("\\", "\\\\", StringComparison.Ordinal);
            string more = random.Of("", """, Tmpfs("/t")""", """, Cache("/c/e")""");
            options = $"""{options}, mounts: [Bind("{target}"{source.TrimEnd()}){more}]""";
        }

        options += random.Next(12) switch
        {
            0 => """, dir: "/d" """.TrimEnd(),
            1 => """, user: "app" """.TrimEnd(),
            2 => $$""", env: new { C = "{{random.Text()}}" }""",
            _ => "",
        };
        return $"""Run("{script}"{options});""";
    }

    private static string Copy(Random random, IReadOnlyList<string> sources)
    {
        string to = random.Of(random.ImageFolder(), random.ImageFolder() + "/", random.ImagePath(), ".", "x/");
        string options = random.Once(4) ? """, parents: true""" : "";
        string pattern;
        if (sources.Count > 0 && random.Once(2))
        {
            pattern = random.Of("/d", "/d/*", "/srv", "/srv/kept", "/w", "/**/f", "/way", "/d/seen");
            options += $", from: {sources[random.Next(sources.Count)]}";
        }
        else
        {
            pattern = random.Of(".", "a", "a/b", "**/*.txt", "f", "*", "lib", "[a-b]", "a/?");
        }

        string exclude = random.Once(3) ? $""", exclude: ["{random.Of("**/*.txt", "b", "**/f", "a/b", "d/a")}"]""" : "";
        return $"""Copy("{pattern}"{(random.Once(6) ? ", \"lib\"" : "")}, to: "{to}"{options}{exclude}{Owner(random)}{Mode(random)});""";
    }

    private static string Owner(Random random) => random.Once(4) ? $""", owner: "{random.Of("app", "7:8", "root")}" """.TrimEnd() : "";

    private static string Mode(Random random) => random.Once(4) ? $""", mode: "{random.Of("0600", "0755", "4711")}" """.TrimEnd() : "";
}
