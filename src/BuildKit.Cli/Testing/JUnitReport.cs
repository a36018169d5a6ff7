using System.Globalization;
using System.Text;
using System.Xml;
using BuildKit.Cli.Terminals;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Testing;
using BuildKit.Graph.Targets;
using BuildKit.Oci;

namespace BuildKit.Cli.Testing;

/// <summary>
/// The results of tests in the form that JUnit's tasks for Ant introduced and build servers read (schemas/junit.xsd): a suite for each image,
/// a case for each test. Times are seconds.
/// </summary>
internal static class JUnitReport
{
    /// <summary>The report of tests that were run.</summary>
    public static byte[] Write(IReadOnlyCollection<TestResult> results) => Write(xml =>
    {
        WriteTotals(xml, "buildkit", results);
        foreach (IGrouping<string, TestResult> suite in results.GroupBy(result => result.Test.Image, StringComparer.Ordinal))
        {
            xml.WriteStartElement("testsuite");
            WriteTotals(xml, suite.Key, [.. suite]);
            xml.WriteStartElement("properties");
            xml.WriteStartElement("property");
            xml.WriteAttributeString("name", "image");
            xml.WriteAttributeString("value", suite.First().Image.Manifest.Digest.ToString());
            xml.WriteEndElement();
            xml.WriteEndElement();
            foreach (TestResult result in suite)
            {
                WriteCase(xml, result);
            }

            xml.WriteEndElement();
        }
    });

    /// <summary>The report of tests that could not be run, since their images were not built.</summary>
    public static byte[] Write(IReadOnlyCollection<TestTarget> tests, BuildKitException failure) => Write(xml =>
    {
        WriteTotals(xml, "buildkit", tests.Count, 0, tests.Count, TimeSpan.Zero);
        foreach (IGrouping<string, TestTarget> suite in tests.GroupBy(test => test.Image, StringComparer.Ordinal))
        {
            xml.WriteStartElement("testsuite");
            WriteTotals(xml, suite.Key, suite.Count(), 0, suite.Count(), TimeSpan.Zero);
            foreach (TestTarget test in suite)
            {
                BeginCase(xml, test, TimeSpan.Zero);
                WriteProblem(xml, "error", failure, "");
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }
    });

    private static byte[] Write(Action<XmlWriter> content)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            content(xml);
            xml.WriteEndElement();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void WriteTotals(XmlWriter xml, string name, IReadOnlyCollection<TestResult> results) =>
        WriteTotals(xml, name, results.Count, results.Count(result => result.Failure is not null), 0, results.Aggregate(TimeSpan.Zero, (sum, result) => sum + result.Duration));

    private static void WriteTotals(XmlWriter xml, string name, int tests, int failures, int errors, TimeSpan time)
    {
        xml.WriteAttributeString("name", Valid(name));
        xml.WriteAttributeString("tests", tests.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("failures", failures.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("errors", errors.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("time", Seconds(time));
    }

    private static void WriteCase(XmlWriter xml, TestResult result)
    {
        BeginCase(xml, result.Test, result.Duration);
        if (result.Failure is { } failure)
        {
            string code = failure.ExitCode is { } exit ? $"exit code: {exit.ToString(CultureInfo.InvariantCulture)}\n" : "";
            WriteProblem(xml, "failure", failure.Cause, $"{failure.Place}\n{code}");
        }

        string known = result.Outcome == TestOutcome.Known ? $"Passed before on the same image, {result.Manifest}; not run again.\n" : "";
        WriteOutput(xml, "system-out", known + Lines(result, OutputStream.Stdout));
        WriteOutput(xml, "system-err", Lines(result, OutputStream.Stderr));
        xml.WriteEndElement();
    }

    private static void BeginCase(XmlWriter xml, TestTarget test, TimeSpan time)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Valid(test.Image));
        xml.WriteAttributeString("name", test.Name);
        xml.WriteAttributeString("time", Seconds(time));
    }

    private static void WriteProblem(XmlWriter xml, string element, BuildKitException cause, string details)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("type", cause.Code);
        xml.WriteAttributeString("message", Valid(cause.Message));
        xml.WriteString(Valid(details + cause.Advice));
        xml.WriteEndElement();
    }

    private static void WriteOutput(XmlWriter xml, string element, string text)
    {
        if (text.Length > 0)
        {
            xml.WriteElementString(element, text);
        }
    }

    private static string Lines(TestResult result, OutputStream stream) =>
        string.Concat(result.Output.Where(line => line.Stream == stream).Select(line => $"{(line.Step is null ? "service: " : "")}{Valid(ControlCharacters.Shown(line.Text))}\n"));

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>XML 1.0 has no place for some characters, not even escaped (XML, 2.2).</summary>
    private static string Valid(string text)
    {
        var valid = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                valid.Append(text, i++, 2);
            }
            else
            {
                valid.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD');
            }
        }

        return valid.ToString();
    }
}
