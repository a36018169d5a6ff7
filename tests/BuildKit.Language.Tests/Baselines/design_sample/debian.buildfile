steps AptInstall(string[] packages)
{
    Run($"apt-get update && apt-get install -y --no-install-recommends {packages}",
        mounts: [Cache("/var/cache/apt", sharing: Locked)], network: true);
}
