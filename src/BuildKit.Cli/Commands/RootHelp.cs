namespace BuildKit.Cli.Commands;

/// <summary>What <c>buildkit --help</c> says below the list of commands.</summary>
internal static class RootHelp
{
    /// <summary>Several paragraphs, each line with its line end.</summary>
    public const string Text = """
        Examples:
          # Build the images of the Buildfile in this folder, test them, run the one declared as Api, push it
          $ buildkit build
          $ buildkit test
          $ buildkit run --network host api
          $ buildkit push api registry.example.com/team/api:1.0

        Exit codes:
          0    done
          1    a step or a test failed, or something is missing or did not do its part: an image, a registry, the disk, the kernel
          2    the command line makes no sense
          3    the Buildfile or its buildkit.lock has errors, or there is no Buildfile; nothing was run
          70   buildkit has a defect
          130  interrupted
          `buildkit run` exits with the container's own code.

        Environment:
          BUILDKIT_HOME       the folder of the local store (default: ~/.local/share/buildkit)
          BUILDKIT_KEEP       the size that the local store may have, such as 20GB (default: any)
          BUILDKIT_NO_NOTICE  any value: no word of bases that have moved since buildkit.lock pinned them
          DOCKER_CONFIG       the folder of the config.json with logins to registries (default: ~/.docker)
          BUILDKIT_DEBUG      any value: failures are shown with a stack trace
          NO_COLOR            any value: no colours
          SOURCE_DATE_EPOCH   seconds since 1970: the images' time instead of the commit's

        """;
}
