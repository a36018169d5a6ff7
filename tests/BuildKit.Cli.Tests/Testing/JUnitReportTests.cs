using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using BuildKit.Cli.Testing;
using BuildKit.Cli.Tests.Progress;
using BuildKit.Oci;

namespace BuildKit.Cli.Tests.Testing;

public sealed class JUnitReportTests
{
    [Fact]
    public void The_report_is_under_the_schema_whatever_a_test_prints()
    {
        XElement root = Validated(JUnitReport.Write(RecordedBuild.TestResults));
        Assert.Equal(("2", "1", "0", "0.510"), ((string?)root.Attribute("tests"), (string?)root.Attribute("failures"), (string?)root.Attribute("errors"), (string?)root.Attribute("time")));
        XElement[] cases = [.. root.Descendants("testcase")];
        Assert.Equal(["Files", "Smoke"], cases.Select(one => (string?)one.Attribute("name")));
        Assert.StartsWith("Passed before on the same image, sha256:", (string?)cases[0].Element("system-out"), StringComparison.Ordinal);
        XElement? failure = cases[1].Element("failure");
        Assert.Equal(("BK4204", "The command exited with code 4."), ((string?)failure?.Attribute("type"), (string?)failure?.Attribute("message")));
        Assert.StartsWith("Buildfile(3,5)\nexit code: 4\n", failure?.Value, StringComparison.Ordinal);
        Assert.Equal(("Unhealthy\uFFFD<&>]]>\n", "service: listening    on 8080\n"), ((string?)cases[1].Element("system-out"), (string?)cases[1].Element("system-err")));
    }

    [Fact]
    public void Tests_whose_image_was_not_built_are_errors_in_the_report()
    {
        XElement root = Validated(JUnitReport.Write([.. RecordedBuild.TestResults.Select(result => result.Test)], new BuildKitException("BK4204", "It failed.", null)));
        Assert.Equal(("2", "0", "2"), ((string?)root.Attribute("tests"), (string?)root.Attribute("failures"), (string?)root.Attribute("errors")));
        Assert.All(root.Descendants("testcase"), one => Assert.Equal("It failed.", (string?)one.Element("error")?.Attribute("message")));
    }

    /// <summary>Fails the test unless the document is as schemas/junit.xsd says.</summary>
    internal static XElement Validated(byte[] report)
    {
        var schemas = new XmlSchemaSet();
        schemas.Add(null, Path.Combine(RepositoryFolder.Root, "schemas", "junit.xsd"));
        using XmlReader reader = XmlReader.Create(new MemoryStream(report));
        XDocument document = XDocument.Load(reader);
        document.Validate(schemas, (_, problem) => Assert.Fail(problem.Message));
        return document.Root!;
    }
}
