param int port = "8080";
param string mode = "Releas" in ["Release", "Debug"];
param string[] modes = ["a", "c"] in ["a", "b"];
param bool flag = null;
secret token = "text";
var mixed = ["a", 1];
var nothing = null;
string F(int x) => x;
string Upper(string x) => x.ToUpper();
image Api from 5 for "linux/amd64"
{
    Env("A", port);
    Env("B", 5);
    if (port) { Expose(port, "53/udp", flag); }
    foreach (var x in "abc") { Env("C", x); }
    foreach (int x in ["a"]) { Env("D", $"{x}"); }
    Env("E", port - "a" + !5);
    Env("F", flag ? "a" : 1);
    Env("G", $"{mixed} {Api}");
    Env("H", ["a"] + ["b"]);
    Env("I", modes[flag] + port[0]);
    Env("J", [..mode][0]);
    Copy("a", to: "b", exclude: "**/bin", mode: 755, owner: flag ? "app" : null);
    Env("K", F("x") + Upper(5) + new { a = 1 });
    Env("L", modes.Select(m => m.Length).First());
    Env("M", modes.Where(m => m).First());
    Env("N", x => x);
    Env("O", string.Join(" ", modes.Select(m => m.ToUpper()).Distinct().Order().Take(2)));
    Template("a", to: "b", values: new { port, mode = Api, mode = "x", list = modes });
    Template("a", to: "b", values: "x");
    Run("x", mounts: ["/x", Cache("/y")], env: new { A = port }, timeout: 5);
    Run("x", network: "example.com");
    Run("x", network: [5]);
}
