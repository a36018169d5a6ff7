param int port = 0;
var broken = 1 / port;
stage Bad from "UPPER:case"
{
    Write("/a", $"{broken}");
    Write("/b", $"{broken}");
}
image A from "base:1" for ["linux/x86_64"] { }
image B from "base:1"
{
    Write("/x", "y", mode: "rwx");
    Run("true", memory: "lots");
    Run("true", timeout: "soon");
    Copy("../x", to: "/x");
    Expose(70000);
    User("a:b:c");
    Volume("data");
    StopSignal("TERM");
    Write("/tag", git.Tag);
    Label("", "x");
    Write("/y", ["a"][3]);
}
