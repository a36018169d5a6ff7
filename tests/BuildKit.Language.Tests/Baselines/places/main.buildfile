Run("x");
"value";
steps S() { param string p = "x"; stage Inner from scratch { } Env("A", target.Arch + env.PATH); }
var arch = target.Arch;
string F() => env.PATH;
stage Build from $"base:{target.Arch}" on build { S(); Env("P", $"/app:{env.PATH}"); }
stage Other from Build on other { }
if (arch == F())
{
    param string q = "x";
    steps T() { }
    var suffix = "x";
    image $"a-{suffix}" from Build { }
    stage Late from Other { }
    image Fixed from Late { }
}
foreach (var v in ["1", "2"])
{
    image Same from scratch { Env("V", v); }
    image $"x-{v}" from scratch { Env("V", v); }
    stage PerTurn from $"base:{v}" { }
    image $"y-{v}" from PerTurn { Env("L", [v].Select(v => v).First()); }
}
image X from scratch { new { a = 1 }; x => x; }
