param string[] versions = ["8", "9"];

foreach (var v in versions)
{
    image $"api-{v}" from $"base:{v}"
    {
        Copy("/tool", to: "/tool", from: Tool);
        if (v == versions.Last()) { Label("latest", "true"); } else { Label("latest", "false"); }
    }
}

if (versions.Count > 1)
{
    image All from scratch { Copy("a", "b/*.txt", to: "/files/", mode: "0640"); }
}

stage Tool from "tool:1" on build
{
    foreach (var name in ["a", "b"].Select(x => x.ToUpper()).Where(x => x != "B"))
    {
        Exec("make", name, env: new { NAME = name, COUNT = 3, ON = true }, dir: "/w", user: "1:2", memory: "512m", cpus: "1.5", pids: 100, timeout: "1m30s", cache: Never, reports: ["out/*.xml", "log"]);
    }
}
