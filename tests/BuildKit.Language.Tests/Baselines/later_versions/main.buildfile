stage Build from "debian:12"
{
    Run("x", mounts: [Ssh(), Ssh(id: "work", target: "/agent")]);
}
image Api from Build { }
environment Prod { Registry("localhost:5000/api"); Require(Signed("key"), Soak("24h"), Approved(1, by: ["x"])); }
