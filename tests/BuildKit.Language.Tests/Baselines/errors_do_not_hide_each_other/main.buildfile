var x = ;
stage Build from "debian:12"
{
    Run("unclosed);
    Copy("/out", to: "/app", onwer: "app");
    Env("A", x);
    Env("B" "C");
}
iamge Api from Build { Env("A", "b"); }
image Web from Build { Env("A", Api2); Undeclared(); }
