using "lib.buildfile" as lib;
param string p = "x";
secret s = Secret.File("token");
var v = "x";
string F() => "x";
steps S() { Env("A", "b"); }
stage Alone from scratch { }
image X from scratch { var local = "x"; var _ignored = "y"; }
