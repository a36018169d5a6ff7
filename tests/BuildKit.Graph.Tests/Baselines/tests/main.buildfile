param int port = 8080;
param bool slow = false;

stage Tools from "tools:1" { }

image Api from "base:1" for ["linux/arm64", "linux/amd64"]
{
    Expose(port);
    Entrypoint("/api");
}

image Pure from scratch for ["linux/arm64"] { Write("/x", "y"); }

steps Get(string path)
{
    Run($"wget -qO- http://localhost:{port}/{path}");
}

test Smoke of Api
{
    Start(ready: Port(port), timeout: "1m30s");
    Get("health");
    Exec("/tools/check", env.PATH, target.Arch, mounts: [Bind("/tools", from: Tools), Bind("/t", path: "tests")], cache: Never);
    if (slow) { Run("sleep 60", timeout: "2m"); }
}

test Defaults of Api { Start(ready: Port(1)); }

test Files of Pure { Run("true", user: "app"); }

if (slow) { test Slow of Api { Run("true"); } }
else { test Fast of Api { Run("true"); } }
