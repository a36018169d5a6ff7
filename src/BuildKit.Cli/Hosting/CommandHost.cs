using System.Collections;
using BuildKit.Cli.Terminals;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Oci.Registry;
using BuildKit.Oci.Registry.Credentials;

namespace BuildKit.Cli.Hosting;

/// <summary>What commands need of the process they run in; each part is made when it is first asked for.</summary>
internal sealed class CommandHost : IDisposable
{
    private LocalStore? store;
    private string? emptyStore;

    /// <summary>Takes the process's arguments, environment and terminal.</summary>
    public CommandHost(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, Terminal terminal)
    {
        Arguments = arguments;
        Environment = environment;
        Terminal = terminal;
    }

    /// <summary>The arguments as given.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>The variables of the process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Where text goes.</summary>
    public Terminal Terminal { get; }

    /// <summary>Whether a build of this process made something in the local store.</summary>
    public bool HasBuilt { get; set; }

    /// <summary>The local store, opened at the first call and closed with the host.</summary>
    /// <exception cref="BuildKit.Oci.BuildKitException">It cannot be used.</exception>
    public LocalStore Store => store ??= LocalStore.Open(emptyStore is null ? StorePaths.FromEnvironment(Environment) : new StorePaths(emptyStore));

    /// <summary>The variables of this process by name.</summary>
    public static IReadOnlyDictionary<string, string> ReadEnvironment()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        return variables;
    }

    /// <summary>The files that hold logins.</summary>
    public LoginFiles Logins() => LoginFiles.Locate(name => Environment.GetValueOrDefault(name));

    /// <summary>A client of all registries; no connection is made yet.</summary>
    /// <param name="insecure">Whether plain HTTP and unverified certificates are taken from any host.</param>
    public RegistryClient OpenRegistries(bool insecure) => new(RegistryOptions.Default with
    {
        Insecure = insecure,
        Credentials = Logins(),
        UserAgent = $"buildkit-dotnet/{ToolVersion.Text}",
    });

    /// <summary>For commands that only look: where there is no store yet, an empty one in the system's temporary folder takes its place and goes with the host.</summary>
    public void MakeNoStore()
    {
        if (store is null && !Directory.Exists(StorePaths.FromEnvironment(Environment).Root))
        {
            emptyStore ??= Directory.CreateTempSubdirectory("buildkit-").FullName;
        }
    }

    /// <summary>Closes the store; the next use opens it again.</summary>
    public void CloseStore()
    {
        store?.Dispose();
        store = null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        CloseStore();
        if (emptyStore is not null)
        {
            SnapshotStore.RemoveTree(emptyStore);
        }
    }
}
