param string host = "localhost:5000";
param bool strict = true;
var place = $"{host}/shop";

image Api from scratch { Write("/x", git.Sha); }
image MyWeb from scratch { Write("/y", "y"); }

test Smoke of Api { Run("true"); }
test Pages of MyWeb { Run("true"); }

environment Dev { Registry($"{place}/dev"); Tag(git.ShortSha, $"{git.Version}-dev"); }

environment Staging
{
    After(Dev);
    Registry($"{place}/staging");
    Require(Passed(Smoke, Pages));
    if (strict) { Require(CleanSource(), Branch("main", "release/*")); }
}

environment Hotfix { After(Dev); Registry("[::1]:5000/hotfix"); }
if (strict) { environment Prod { After(Staging, Hotfix); Registry("registry.example.com/prod/api"); Tag(git.Tag ?? git.Version); } }
else { environment Prod { Registry("registry.example.com/elsewhere"); } }
