using System.Collections.Immutable;
using BuildKit.Language.Symbols;
using static BuildKit.Language.BuiltIns.Declare;

namespace BuildKit.Language.BuiltIns;

/// <summary>The steps that change files without running anything.</summary>
internal static class FileSteps
{
    public static ImmutableArray<BuiltInSymbol> All { get; } =
    [
        Step("WorkDir", "Sets the directory that relative paths of later steps start from, and makes it.",
            Required("path", BuildType.String, "The directory; relative to the one before.")),
        Step("Copy", "Copies files from the context or from another stage.",
            Variadic("patterns", BuildType.String, "Paths or globs in the source."),
            RequiredNamed("to", BuildType.String, "The destination; a trailing slash makes it a folder."),
            Named("from", BuildType.Base, "A stage, an image or a reference to copy from; the context where it is left out."),
            Named("exclude", BuildType.Strings, "Globs whose matches are left out."),
            Named("parents", BuildType.Bool, "Whether matches keep their folders below the destination."),
            Owner(), Mode("Permission bits in octal, such as \"0755\"; else by the rule of the source.")),
        Step("Write", "Writes one file of given text.",
            Required("path", BuildType.String, "The file."),
            Required("content", BuildType.String, "The text, written as UTF-8."),
            Owner(), Mode("Permission bits in octal; else \"0644\".")),
        Step("Template", "Renders a Scriban file of the context into one file.",
            Required("file", BuildType.String, "The template in the context."),
            RequiredNamed("to", BuildType.String, "The file written."),
            Named("values", BuildType.Object, "The names that the template sees: new { name = value }."),
            Owner(), Mode("Permission bits in octal; else \"0644\".")),
        Step("Download", "Downloads one file of the web, known by its digest.",
            Required("url", BuildType.String, "An http or https URL."),
            RequiredNamed("to", BuildType.String, "The file written; a trailing slash takes the URL's last name."),
            Named("digest", BuildType.String, "sha256: and 64 hexadecimal digits; else what buildkit.lock pins."),
            Owner(), Mode("Permission bits in octal; else \"0644\".")),
        Step("Checkout", "Puts the files of a commit of a Git repository into a folder.",
            Required("url", BuildType.String, "An https URL, or http to this machine."),
            RequiredNamed("to", BuildType.String, "The folder that takes the files."),
            Named("ref", BuildType.String, "A branch, tag or whole commit; else the branch that is the remote's HEAD."),
            Named("path", BuildType.String, "A folder of the repository, to take only what is in it."),
            Owner()),
        Step("Unpack", "Unpacks a zip, tar, tar.gz, tar.bz2 or tar.zst archive.",
            Required("archive", BuildType.String, "The archive in the source."),
            RequiredNamed("to", BuildType.String, "The folder unpacked into."),
            Named("from", BuildType.Base, "A stage, an image or a reference that holds the archive; the context where it is left out."),
            Named("strip", BuildType.Int, "How many leading parts of each path are dropped."),
            Owner()),
        Step("Delete", "Removes files and folders.",
            Variadic("patterns", BuildType.String, "Paths or globs.")),
        Step("Link", "Makes a symbolic link.",
            Required("path", BuildType.String, "The link."),
            RequiredNamed("to", BuildType.String, "What it points to, stored as written.")),
    ];

    private static CallParameterSymbol Owner() => Named("owner", BuildType.String, "user[:group] by name or number; else 0:0.");

    private static CallParameterSymbol Mode(string summary) => Named("mode", BuildType.String, summary);
}
