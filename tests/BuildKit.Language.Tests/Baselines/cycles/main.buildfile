var a = b + "x";
var b = c;
var c = a;
string F(string x) => x == "" ? G(x) : x;
string G(string x) => F(x);
steps S() { T(); }
steps T() { S(); }
stage A from B { S(); }
stage B from A { Copy("x", to: "y", from: C); }
stage C from "debian:12" { Copy("x", to: "y", from: C); }
param string p = q;
param string q = p;
image I from A { Env("A", a + F("x") + p); }
