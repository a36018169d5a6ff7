var a = "1";
var a = "2";
string git() => "x";
steps Copy(string x) { Env("A", x); }
var scratch = "x";
stage Publish from a { var x = a; var x = a; Env("X", x); if (true) { var x = a; Env("Y", x); } Env("Z", later); var later = a; Env("L", later); }
string F(string p, int p) => $"{p}";
string G(string p = "x", int q) => $"{p}{q}";
image Api from Publish { Env("F", F("a", 1) + G("a", 1)); }
