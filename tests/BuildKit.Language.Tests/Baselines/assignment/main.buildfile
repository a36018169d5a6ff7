stage Build from "debian:12"
{
    var x = "a";
    x = "b";
    Env("X", x);
}
