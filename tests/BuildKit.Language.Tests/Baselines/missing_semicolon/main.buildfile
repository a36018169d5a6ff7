var sdk = "debian:12"
stage Build from sdk
{
    WorkDir("/src")
    Copy(".", to: ".")
    Run("make") Run("make install");
}
