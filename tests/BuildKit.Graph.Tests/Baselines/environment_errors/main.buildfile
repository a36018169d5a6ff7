using "lib.buildfile" as lib;
image Api from lib.Base { Write("/z", "z"); }

environment Nowhere { Tag("x"); }
environment Twice { Registry("localhost:5000/a"); Registry("localhost:5000/b"); }
environment NoHost { Registry("team/api"); }
environment Tagged { Registry("localhost:5000/api:1"); }
environment Upper { Registry("localhost:5000/API"); }
environment UPPER { Registry("localhost:5000/api"); }
environment Commit { Registry($"localhost:5000/{git.Branch}"); }
environment Elsewhere { After(lib.Far); Registry("localhost:5000/x"); Require(Passed(lib.Base0)); }
environment Further { After(lib.Far); Registry("localhost:5000/x"); }
