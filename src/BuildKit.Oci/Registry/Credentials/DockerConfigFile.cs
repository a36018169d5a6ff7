namespace BuildKit.Oci.Registry.Credentials;

/// <summary>
/// Docker's <c>config.json</c>: logins under <c>auths</c> (base64 of <c>name:password</c>), in helpers under <c>credHelpers</c>
/// and <c>credsStore</c>. podman's <c>auth.json</c> has the same form.
/// </summary>
/// <param name="path">The file; it need not exist.</param>
/// <param name="helpers">Finds programs named <c>docker-credential-*</c>.</param>
public sealed class DockerConfigFile(string path, CredentialHelpers helpers) : ICredentialSource
{
    private const int LargestFile = 4 * 1024 * 1024;

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <inheritdoc />
    public async Task<RegistryCredential?> FindAsync(string host, CancellationToken ct)
    {
        DockerConfigDocument document = await ReadAsync(ct).ConfigureAwait(false);
        RegistryCredential? held = document.HelperFor(host) is { } helper
            ? await helpers.GetAsync(helper, DockerConfigDocument.KeyOf(host), ct).ConfigureAwait(false)
            : null;

        // A file written before its helper was configured may still hold the login.
        return held ?? document.Find(host);
    }

    /// <summary>
    /// Remembers a login: in the helper that is configured for the host, else in the file, which is replaced whole with mode 0600
    /// and keeps every field that is not understood.
    /// </summary>
    /// <exception cref="BuildKitException">The helper failed, or the file is not valid or not writable.</exception>
    public async Task StoreAsync(string host, RegistryCredential credential, CancellationToken ct)
    {
        DockerConfigDocument document = await ReadAsync(ct).ConfigureAwait(false);
        string? helper = document.HelperFor(host);
        if (helper is not null)
        {
            await helpers.StoreAsync(helper, DockerConfigDocument.KeyOf(host), credential, ct).ConfigureAwait(false);
        }

        document.Set(host, helper is null ? credential : null);
        await WriteAsync(document, ct).ConfigureAwait(false);
    }

    /// <summary>Forgets a login; false where none was known.</summary>
    /// <exception cref="BuildKitException">The helper failed, or the file is not valid or not writable.</exception>
    public async Task<bool> EraseAsync(string host, CancellationToken ct)
    {
        DockerConfigDocument document = await ReadAsync(ct).ConfigureAwait(false);
        bool held = false;
        if (document.HelperFor(host) is { } helper)
        {
            string key = DockerConfigDocument.KeyOf(host);
            held = await helpers.GetAsync(helper, key, ct).ConfigureAwait(false) is not null;
            if (held)
            {
                await helpers.EraseAsync(helper, key, ct).ConfigureAwait(false);
            }
        }

        if (!document.Remove(host))
        {
            return held;
        }

        await WriteAsync(document, ct).ConfigureAwait(false);
        return true;
    }

    private async Task<DockerConfigDocument> ReadAsync(CancellationToken ct)
    {
        try
        {
            var file = new FileInfo(Path);
            if (!file.Exists)
            {
                return DockerConfigDocument.Empty(Path);
            }

            return file.Length <= LargestFile
                ? DockerConfigDocument.Parse(await File.ReadAllBytesAsync(Path, ct).ConfigureAwait(false), Path)
                : throw new BuildKitException(OciErrorCodes.CredentialFileInvalid, $"The file of logins {Path} has {file.Length} bytes.", "Check what is in it.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BuildKitException(OciErrorCodes.CredentialFileInvalid, $"The file of logins {Path} cannot be read: {failure.Message}", "Check its owner and mode.", failure);
        }
    }

    private async Task WriteAsync(DockerConfigDocument document, CancellationToken ct)
    {
        try
        {
            // A link is written through, so that a file kept elsewhere stays kept there.
            var named = new FileInfo(Path);
            string target = (named.LinkTarget is null ? null : named.ResolveLinkTarget(returnFinalTarget: true)?.FullName) ?? named.FullName;
            string folder = System.IO.Path.GetDirectoryName(target) ?? "/";
            if (!Directory.Exists(folder))
            {
                CreatePrivate(folder);
            }

            string temporary = System.IO.Path.Combine(folder, $".{System.IO.Path.GetFileName(target)}.{Guid.NewGuid():N}");
            try
            {
                await WriteWholeAsync(temporary, document.ToBytes(), ct).ConfigureAwait(false);
                File.Move(temporary, target, overwrite: true);
            }
            finally
            {
                File.Delete(temporary);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BuildKitException(OciErrorCodes.CredentialFileInvalid, $"The file of logins {Path} cannot be written: {failure.Message}", "Check the folder's owner, mode and free space.", failure);
        }
    }

    private static async Task WriteWholeAsync(string path, byte[] bytes, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(path, options);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(bytes, ct).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }
    }

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
