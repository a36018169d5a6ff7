stage Build from "debian:12"
{
    Run("make");
    if (true)
    {
        Run("make install");

stage Other from Build
{
    Unknown("x");
}
