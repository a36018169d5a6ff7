using "missing.buildfile" as missing;
using "/etc/absolute.buildfile" as absolute;
using $"{x}.buildfile" as computed;
using "lib.buildfile" as lib with { relese = "x", mode = 3, mode = "Debug" };
using "lib.buildfile" as needs;
using "one.buildfile" as one;
image X from lib.Base { missing.Step(); absolute.Step(); computed.Step(); lib.Instal("x"); lib.Install(1); one.One(); needs.Install("a"); Env("R", lib.release); Env("M", lib); }
