using System.Text;
using BuildKit.Oci;
using BuildKit.Oci.Registry.Credentials;

namespace BuildKit.Cli.Terminals;

/// <summary>Asks for a name and a password; what is typed as a password is not shown.</summary>
internal static class CredentialPrompt
{
    /// <summary>Takes the password from standard input, or both from the terminal.</summary>
    /// <exception cref="BuildKitException">There is no terminal to ask on, or nothing was given (BK4310).</exception>
    public static RegistryCredential Ask(TextOutput output, string host, string? user, bool passwordFromInput)
    {
        if (passwordFromInput)
        {
            string given = Console.In.ReadToEnd().TrimEnd('\r', '\n');
            return user is null || given.Length == 0
                ? throw Missing(user is null ? "--password-stdin needs --username." : "Standard input holds no password.")
                : new RegistryCredential(user, given);
        }

        if (Console.IsInputRedirected)
        {
            throw Missing("There is no terminal to ask for a password on.");
        }

        string name = user ?? Read(output, $"User name for {host}: ", hidden: false);
        string password = Read(output, $"Password or token of {name} for {host}: ", hidden: true);
        return name.Length == 0 || password.Length == 0 ? throw Missing("Nothing was typed.") : new RegistryCredential(name, password);
    }

    private static string Read(TextOutput output, string prompt, bool hidden)
    {
        output.Write(prompt);
        output.Flush();
        if (!hidden)
        {
            return Console.ReadLine()?.Trim() ?? "";
        }

        var typed = new StringBuilder();
        while (true)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    output.Line();
                    return typed.ToString();
                case ConsoleKey.Backspace:
                    typed.Length = Math.Max(0, typed.Length - 1);
                    break;
                default:
                    if (key.KeyChar != '\0')
                    {
                        typed.Append(key.KeyChar);
                    }

                    break;
            }
        }
    }

    private static BuildKitException Missing(string what) => new(
        CommandLineErrorCodes.PasswordMissing, what, "Use: echo \"$PASSWORD\" | buildkit login HOST --username NAME --password-stdin");
}
