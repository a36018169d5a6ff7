var name = "x";
stage Build from "debian:12"
{
    name("a");
    WorkDir("a", "b");
    Copy("a");
    Copy("/out", to: "/app", onwer: "app");
    Copy("a", to: "b", to: "c");
    Copy(to: "b", "a");
    Write("a", "b", "app");
    ("a")("b");
    Exec();
    Exec("a", ["b", "c"], dir: "/");
    Link("a");
    Env(value: "v", name: "N");
    name.ToUpper();
    name.Length();
    Env("A", name.ToUpper);
    Env("B", name.Size);
    Env("C", string.Concat("a"));
    Env("D", git.Sha());
    Env("E", Secret.Env);
    name;
    Run;
    var x = Run("a");
}
image Api from Build { }
