using "lib.buildfile" as lib;
param bool first = true;
stage Build from "base:1" { Run("true"); }
image Api from Build { }
image Bad from "UPPER:case" { }
steps Both() { Run("true"); Copy("a", to: "/a"); }
test Empty of Api { if (!first) { Run("true"); } }
test OfStage of (first ? Build : Api) { Run("true"); }
test OfOther of lib.Other { Run("true"); }
test OfBad of Bad { Run("never looked at"); }
test Twice of Api
{
    Start(ready: Port(0));
    Start(ready: Port(80), timeout: "soon");
    Start(ready: Port(80));
    Start(ready: Port(81));
    Run("true");
    Run("true", network: true);
    Exec("true", network: ["example.com"]);
    Exec("");
    Both();
}
test Late of Api { Run("true"); Start(ready: Port(65536)); Start(ready: Port(80)); }
