using BuildKit.Graph.Lock;
using BuildKit.Language.Text;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Tests.Lock;

public sealed class LockFileTests
{
    private static readonly Digest A = Digest.Of("a"u8);
    private static readonly Digest B = Digest.Of("b"u8);
    private static readonly Platform Amd64 = new("linux", "amd64");
    private static readonly Platform Arm64 = new("linux", "arm64");

    private static LockFile Sample => LockFile.Empty
        .With(ImageReference.Parse("example.com/sdk:10.0"), Arm64, new LockedImage(B, A))
        .With(ImageReference.Parse("example.com/sdk:10.0"), Amd64, new LockedImage(A, A))
        .With(ImageReference.Parse("debian:12"), Amd64, new LockedImage(B, null));

    private static LockParseResult Parse(string text) => LockFile.Parse(new SourceText("buildkit.lock", text));

    [Fact]
    public void The_text_is_sorted_and_the_same_however_it_came_about() =>
        Assert.Equal(
            $$"""
            {
              "version": 1,
              "images": {
                "debian:12": {
                  "linux/amd64": {
                    "manifest": "{{B}}"
                  }
                },
                "example.com/sdk:10.0": {
                  "linux/amd64": {
                    "manifest": "{{A}}",
                    "index": "{{A}}"
                  },
                  "linux/arm64": {
                    "manifest": "{{B}}",
                    "index": "{{A}}"
                  }
                }
              }
            }

            """.ReplaceLineEndings("\n"),
            Sample.ToText());

    [Fact]
    public void What_was_written_is_read_back()
    {
        LockParseResult result = Parse(Sample.ToText());
        Assert.Null(result.Error);
        Assert.Equal(Sample.ToText(), result.Lock.ToText());
        Assert.Equal(new LockedImage(B, A), result.Lock.Find(ImageReference.Parse("example.com/sdk:10.0"), Arm64));
        Assert.Null(result.Lock.Find(ImageReference.Parse("example.com/sdk:10.0"), new Platform("linux", "arm64", "v8")));
        Assert.Null(result.Lock.Find(ImageReference.Parse("example.com/sdk"), Arm64));
    }

    [Fact]
    public void Downloads_stand_behind_the_images_where_there_are_some()
    {
        LockFile file = Sample.WithDownload("https://example.com/b", B).WithDownload("https://example.com/a?x=\"", A)
            .With(ImageReference.Parse("debian:13"), Amd64, new LockedImage(A, null));
        string text = file.ToText();
        Assert.EndsWith($"  }},\n  \"downloads\": {{\n    \"https://example.com/a?x=\\\"\": \"{A}\",\n    \"https://example.com/b\": \"{B}\"\n  }}\n}}\n", text, StringComparison.Ordinal);
        SchemaFolder.Ours.Validate("lock.schema.json", text);
        LockFile read = Parse(text).Lock;
        Assert.Equal(text, read.ToText());
        Assert.Equal(B, read.Downloads["https://example.com/b"]);
        Assert.DoesNotContain("downloads", Sample.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Checkouts_stand_behind_the_downloads_by_url_and_name()
    {
        string one = new('1', 40);
        string two = new('2', 40);
        LockFile file = Sample.WithCheckout("https://example.com/b", "main", one).WithCheckout("https://example.com/a", "HEAD", one).WithDownload("https://example.com/b", B)
            .WithCheckout("https://example.com/b", "feature/x", one).WithCheckout("https://example.com/b", "main", two).With(ImageReference.Parse("debian:13"), Amd64, new LockedImage(A, null));
        string text = file.ToText();
        Assert.EndsWith(
            $"  }},\n  \"checkouts\": {{\n    \"https://example.com/a\": {{\n      \"HEAD\": \"{one}\"\n    }},\n    \"https://example.com/b\": {{\n      \"feature/x\": \"{one}\",\n      \"main\": \"{two}\"\n    }}\n  }}\n}}\n",
            text, StringComparison.Ordinal);
        SchemaFolder.Ours.Validate("lock.schema.json", text);
        LockFile read = Parse(text).Lock;
        Assert.Equal(text, read.ToText());
        Assert.Equal((two, null, null), (read.FindCheckout("https://example.com/b", "main"), read.FindCheckout("https://example.com/b", "HEAD"), read.FindCheckout("https://example.com/c", "main")));
        Assert.DoesNotContain("checkouts", Sample.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pin_is_replaced_without_touching_the_others()
    {
        ImageReference sdk = ImageReference.Parse("example.com/sdk:10.0");
        LockFile changed = Sample.With(sdk, Amd64, new LockedImage(B, null));
        Assert.Equal(new LockedImage(B, null), changed.Find(sdk, Amd64));
        Assert.Equal(new LockedImage(B, A), changed.Find(sdk, Arm64));
        Assert.Equal(new LockedImage(A, A), Sample.Find(sdk, Amd64));
    }

    [Fact]
    public void Fetches_stand_behind_the_images_sorted_and_outlast_a_new_pin()
    {
        LockFile fetched = Sample.With([KeyValuePair.Create("https://b.example/f?x=1&y", A), KeyValuePair.Create("https://a.example/f", B)]);
        string text = fetched.With(ImageReference.Parse("debian:12"), Arm64, new LockedImage(A, null)).ToText();
        Assert.EndsWith(
            $$"""
              },
              "fetches": {
                "https://a.example/f": "{{B}}",
                "https://b.example/f?x=1&y": "{{A}}"
              }
            }

            """.ReplaceLineEndings("\n"),
            text,
            StringComparison.Ordinal);
        SchemaFolder.Ours.Validate("lock.schema.json", text);
        Assert.Equal(text, Parse(text).Lock.ToText());
        Assert.Equal(A, fetched.With([KeyValuePair.Create("https://a.example/f", A)]).Fetches["https://a.example/f"]);
    }

    [Fact]
    public void The_text_follows_its_schema()
    {
        SchemaFolder.Ours.Validate("lock.schema.json", Sample.ToText());
        SchemaFolder.Ours.Validate("lock.schema.json", LockFile.Empty.ToText());
        Assert.False(SchemaFolder.Ours.Accepts("lock.schema.json", Sample.ToText().Replace("sha256", "md5", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("", 1, 1, "not JSON")]
    [InlineData("[]", 1, 1, "an object belongs here")]
    [InlineData("{}", 1, 2, "'version' is missing")]
    [InlineData("{\"version\": 0}", 1, 13, "whole number")]
    [InlineData("{\"version\": \"1\"}", 1, 13, "whole number")]
    [InlineData("{\"version\": 1,\n  \"imges\": {}}", 2, 12, "'imges' is unknown")]
    [InlineData("{\"version\": 1, \"downloads\": {\"https://a/b\": \"sha256:12\"}}", 1, 45, "not a digest")]
    [InlineData("{\"version\": 1, \"checkouts\": {\"https://a/b\": {\"main\": \"12\"}}}", 1, 54, "not a commit")]
    [InlineData("{\"version\": 1, \"images\": []}", 1, 26, "an object belongs here")]
    [InlineData("{\"version\": 1,\n\"images\": {\"ä:1\": {\"linux/amd64\": {\"manifest\": \"sha256:12\"}}}}", 2, 48, "not a digest")]
    [InlineData("{\"version\": 1, \"images\": {\"a\": {\"linux/amd64\": {}}}}", 1, 49, "'manifest' is missing")]
    [InlineData("{\"version\": 1, \"images\": {\"a\": {}, \"a\": {}}}", 1, 41, "stands twice")]
    [InlineData("{\"version\": 1, \"fetches\": {\"a\": \"b\"}}", 1, 33, "not a digest")]
    [InlineData("{\"version\": 1}\n{}", 2, 1, "not JSON")]
    [InlineData("{\"version\": 1,\n<<<<<<< HEAD\n}", 2, 1, "merge conflict")]
    [InlineData("{\"version\": 1, \"version\": 1}", 1, 27, "stands twice")]
    public void A_mistake_has_its_place(string text, int line, int column, string message)
    {
        LockParseResult result = Parse(text);
        Assert.NotNull(result.Error);
        Assert.Equal(GraphDiagnosticCodes.InvalidLockFile, result.Error.Code);
        Assert.Contains(message, result.Error.Message, StringComparison.Ordinal);
        Assert.Equal(new LinePosition(line, column), result.Error.Span.Position);
        Assert.Empty(result.Lock.Images);
    }

    [Fact]
    public void A_newer_format_is_refused_with_the_cure()
    {
        LockParseResult result = Parse("{\"version\": 2, \"anything\": true}");
        Assert.Equal(GraphDiagnosticCodes.NewerLockFile, result.Error!.Code);
        Assert.Contains("update buildkit", result.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_text_gives_an_error_and_never_an_exception()
    {
        string good = Sample.ToText();
        for (int i = 0; i < good.Length; i++)
        {
            Parse(good[..i]);
            Parse(good.Remove(i, 1));
            Parse(good.Insert(i, "\0"));
        }

        Assert.NotNull(Parse(string.Concat(Enumerable.Repeat("{\"a\":", 5000))).Error);
        Assert.NotNull(Parse("\ud800{").Error);
    }
}
