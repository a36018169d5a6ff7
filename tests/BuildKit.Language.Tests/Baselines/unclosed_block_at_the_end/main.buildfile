stage Build from "debian:12"
{
    Run("make");
