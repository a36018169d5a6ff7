var x = ;
var y = 1 +;
var z = cond ? 1;
param flot ratio = "1";
stage Build form "debian:12" {
    Copy("a",, to: "b");
    Run();
}
string F(string a, ) => a;
foreach (v in ["1"]) { image $"x-{v}" from scratch { } }
foreach (var v on ["1"]) { image $"y-{v}" from scratch { } }
