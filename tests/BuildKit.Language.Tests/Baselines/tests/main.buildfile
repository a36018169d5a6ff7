stage Build from "debian:12" { }
image Api from Build { }
steps Check(string path) { Exec("test", "-f", path); }
test Good of Api
{
    Start(ready: Port(8080), timeout: "30s");
    var url = $"http://localhost:8080/{target.Arch}";
    if (build.Os == "linux") { Run($"curl {url} {env.PATH}"); }
    Check("/bin/sh");
}
test Good of Api { Run("true"); }
test Api of Api { Run("true"); }
test OfStage of Build { Run("true"); }
test OfNothing of Appi { Run("true"); }
test OfText of "debian:12" { Run("true"); }
test OfTest of Good { Run("true"); }
test Steps of Api
{
    Copy("a", to: "/a");
    Env("A", "b");
    Start(Port(8080));
    Start(ready: 8080);
    Start(ready: Port("8080"));
    Start();
    Run("true", reday: Port(1));
    Write("/x", Good);
    var Port = 1;
    Port(1);
    test Inner of Api { }
}
image Web from Build
{
    Start(ready: Port(8080));
    Copy("/x", to: "/", from: Good);
}
foreach (var item in ["a", "b"]) { test Looped of Api { Run($"echo {item}"); } }
if (true) { test Chosen of Api { Run("true"); } }
Start(ready: Port(1));
