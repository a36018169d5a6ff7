stage Build from "debian:12"
{
    Download("https://example.com/x", to: "/x");
    Checkout("https://example.com/x.git", to: "/x");
    Publish("Api");
    Run("x", mounts: [Ssh()], reports: ["out"]);
}
image Api from Build { }
if (true) { environment Test { Registry("localhost:5000"); } }
environment Dev { Registry("localhost:5000"); Tag(git.ShortSha); }
environment Prod { After(Dev); Require(Passed("Smoke"), Approved(1, by: ["x"])); }
