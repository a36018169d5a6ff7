image Api from "debian:12" { }
stage Build from "debian:12" { }
test Smoke of Api { Run("true"); }
param string host = "localhost:5000";
steps Push() { Run("true"); }

// All that may stand in one.
environment Dev { Registry($"{host}/dev"); Tag(git.ShortSha, "latest"); }
environment Staging
{
    After(Dev);
    Registry($"{host}/staging");
    if (host != "") { Require(Passed(Smoke), CleanSource(), Branch("main", "release/*")); }
}

// Cycles, also of one alone.
environment A { After(B); Registry("localhost:5000/a"); }
environment B { After(C); Registry("localhost:5000/b"); }
environment C { After(A); Registry("localhost:5000/c"); }
environment Alone { After(Alone); Registry("localhost:5000/x"); }

// Names that are not known, or of something else.
environment Names { After(Deev, Api, "Dev"); Registry("localhost:5000/x"); Require(Passed(Smoek, Api), Clean(), true); }

// What stands where it may not.
environment Places { Run("true"); Env("A", "b"); Push(); Registry(env.PATH + target.Arch); WorkDir("/"); Smoke; }
image Other from Build { Registry("localhost:5000/x"); Tag("a"); After(Dev); }
test More of Api { Require(CleanSource()); }
Registry("localhost:5000/x");
foreach (var name in ["a", "b"]) { environment Loop { Registry("localhost:5000/x"); } }

// Arguments.
environment Arguments { Registry(); Registry("a", "b"); Tag(); After(); Require(); Tag(1); }
environment Dev { Registry("localhost:5000/again"); }
