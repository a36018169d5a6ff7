using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using BuildKit.Engine.Events;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Engine.Tests.Trees;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Tests.Execution;

public sealed class FileStepTests
{
    [Fact]
    public async Task Write_link_delete_and_workdir_do_what_a_run_then_sees()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef directory = sketch.Config(sketch.Base(), new SetWorkDir("/srv/app"));
        StepRef written = sketch.Write(directory, "a/text.txt", "written\n");
        StepRef linked = sketch.Add(new LinkStep(sketch.Span(), "Build", GraphSketch.Here, written, "/l", "/srv/app/a/text.txt"));
        StepRef deleted = sketch.Add(new DeleteStep(sketch.Span(), "Build", GraphSketch.Here, linked, ["/etc/group"]));
        StepRef run = sketch.Run(deleted, "pwd; cat /l; test ! -e /etc/group; stat -c '%Y %a %u' a/text.txt");
        var events = new EventRecorder();

        await world.BuildAsync(sketch, events, noCache: false, sketch.Stage("A", run));

        Assert.Equal("/srv/app\nwritten\n315532800 644 0", events.OutputOf(run));
    }

    [Fact]
    public async Task A_workdir_that_exists_gives_no_layer_and_stays_as_it_is()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef directory = sketch.Config(sketch.Base(), new SetWorkDir("/tmp"));
        StepRef run = sketch.Run(directory, "pwd; stat -c %a /tmp");
        var events = new EventRecorder();

        BuildResult result = await world.BuildAsync(sketch, events, noCache: false, sketch.Stage("A", run));

        Assert.Equal("/tmp\n1777", events.OutputOf(run));
        Assert.Null(result.Steps.Single(step => step.Step == directory).Layer);
    }

    [Fact]
    public async Task A_template_is_rendered_once_and_then_known_by_its_digest()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.WriteContext("conf/site.conf.tpl", "port {{ port }};{{ for name in names }} {{ name }}{{ end }}\n");
        GraphSketch sketch = world.Sketch();
        StepRef template = sketch.Add(Template(sketch, sketch.Base(), "conf/site.conf.tpl"));
        BuildResult first = await world.BuildAsync(sketch, sketch.Image("Api", template));
        string text = await world.ReadFileAsync(first, "etc/site.conf");
        var events = new EventRecorder();

        await world.BuildAsync(sketch, events, noCache: false, sketch.Image("Api", template));

        Assert.Equal("port 8080; a b\n", text);
        Assert.Equal(StepOutcome.Cached, events.EndOf(template).Outcome);
    }

    [Theory]
    [InlineData("fine\nport {{ prot }}\n", "conf.tpl(2,")]
    [InlineData("{{ for x in }}\n", "conf.tpl(1,")]
    public async Task A_wrong_template_fails_with_the_place_in_it(string text, string place)
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.WriteContext("conf.tpl", text);
        GraphSketch sketch = world.Sketch();
        StepRef template = sketch.Add(Template(sketch, sketch.Base(), "conf.tpl"));

        var failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, sketch.Stage("A", template)));

        Assert.Equal(ExecutionErrorCodes.TemplateFailed, failure.Code);
        Assert.StartsWith(place, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_that_is_not_in_the_context_is_named()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef template = sketch.Add(Template(sketch, sketch.Base(), "../outside.tpl"));

        var failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, sketch.Stage("A", template)));

        Assert.Equal(ExecutionErrorCodes.NothingMatches, failure.Code);
    }

    [Fact]
    public async Task A_zip_is_unpacked_with_fixed_times_and_without_its_first_folder()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        WriteZip(world, ("top/b/two.txt", "two"), ("top/one.txt", "one"), ("alone.txt", "gone"));
        GraphSketch sketch = world.Sketch();
        StepRef unpack = sketch.Add(Unpack(sketch, sketch.Base(), ContextSource.Instance, "files.zip", owner: "app"));
        StepRef run = sketch.Run(unpack, "cd /opt/x; find . | sort; cat one.txt b/two.txt; echo; stat -c '%Y %u:%g' one.txt b");
        var events = new EventRecorder();

        await world.BuildAsync(sketch, events, noCache: false, sketch.Stage("A", run));

        Assert.Equal(".\n./b\n./b/two.txt\n./one.txt\nonetwo\n315532800 1654:1654\n315532800 1654:1654", events.OutputOf(run));
    }

    [Fact]
    public async Task A_tar_of_a_stage_keeps_links_and_a_second_build_does_not_open_it()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef stage = sketch.Run(
            sketch.Base(), "mkdir -p /t/d && echo data > /t/d/file && ln /t/d/file /t/d/again && ln -s file /t/d/soft && tar -C /t -czf /t.tar.gz .");
        StepRef unpack = sketch.Add(Unpack(sketch, sketch.Base(), new StepSource(stage), "/t.tar.gz", strip: 0));
        StepRef run = sketch.Run(unpack, "cd /opt/x/d; cat again; ls -l soft | sed 's/.*soft/soft/'; stat -c %h file");
        var events = new EventRecorder();
        await world.BuildAsync(sketch, events, noCache: false, sketch.Stage("A", run));
        var second = new EventRecorder();

        await world.BuildAsync(sketch, second, noCache: false, sketch.Stage("A", run));

        Assert.Equal("data\nsoft -> file\n2", events.OutputOf(run));
        Assert.Equal(StepOutcome.Cached, second.EndOf(unpack).Outcome);
    }

    [Fact]
    public async Task A_zip_of_a_stage_is_unpacked_too()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        WriteZip(world, ("top/one.txt", "one"));
        GraphSketch sketch = world.Sketch();
        StepRef stage = sketch.Copy(sketch.Base(), "files.zip", "/in.zip");
        StepRef unpack = sketch.Add(Unpack(sketch, sketch.Base(), new StepSource(stage), "/in.zip"));

        BuildResult result = await world.BuildAsync(sketch, sketch.Image("Api", unpack));

        Assert.Equal("one", await world.ReadFileAsync(result, "opt/x/one.txt"));
    }

    [Fact]
    public async Task A_later_entry_takes_the_place_of_one_name_of_a_file_and_leaves_the_other()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        Shell.Run("cd \"$1\"; echo old > a; ln a b; ln a c; tar -cf files.zip a b c; rm a c; echo new > a; mkdir c; tar -rf files.zip a c", world.Context);
        GraphSketch sketch = world.Sketch();
        StepRef unpack = sketch.Add(Unpack(sketch, sketch.Base(), ContextSource.Instance, "files.zip", strip: 0));
        StepRef run = sketch.Run(unpack, "cd /opt/x; cat a b; stat -c %F c");
        var events = new EventRecorder();

        await world.BuildAsync(sketch, events, noCache: false, sketch.Stage("A", run));

        Assert.Equal("new\nold\ndirectory", events.OutputOf(run));
    }

    [Theory]
    [InlineData("mkdir -p /opt/x", "chown 5:6 /opt/x")]
    [InlineData("mkdir -p /opt/x", "chmod 1777 /opt")]
    [InlineData("mkdir -p /opt/x/d", "chmod 700 /opt/x/d")]
    [InlineData("mkdir -p /opt/x", "ln -s /tmp /opt/x/d")]
    [InlineData("mkdir -p /opt/x /far; ln -s /far /opt/x/d", "chmod 700 /far")]
    [InlineData("mkdir -p /opt/x /far/d; ln -s /far /opt/x/d; ln -s /opt/x/d/e /far/e", "chmod 700 /far/d")]
    public async Task An_archive_is_unpacked_again_where_its_files_meet_other_folders(string first, string change)
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        Shell.Run("cd \"$1\"; mkdir d; echo x > d/file; tar -cf files.zip d/file", world.Context);
        GraphSketch sketch = world.Sketch();
        StepRef one = sketch.Run(sketch.Base(), first);
        StepRef two = sketch.Run(one, change);
        StepRef[] unpacked = [.. new[] { one, two }.Select(parent => sketch.Add(Unpack(sketch, parent, ContextSource.Instance, "files.zip", strip: 0)))];
        StepRef[] looked = [.. new[] { two, unpacked[1] }.Select(parent => sketch.Run(parent, "stat -c '%n %a %u %F' /opt /opt/x /opt/x/d /far /far/d 2>/dev/null | grep -v '/opt/x/d.*directory' || true"))];
        await world.BuildAsync(sketch, sketch.Stage("One", unpacked[0]));
        var events = new EventRecorder();

        await world.BuildAsync(sketch, events, noCache: false, sketch.Stage("Two", looked[1]), sketch.Stage("Before", looked[0]));

        Assert.Equal(StepOutcome.Ran, events.EndOf(unpacked[1]).Outcome);
        Assert.Equal(events.OutputOf(looked[0]), events.OutputOf(looked[1]));
    }

    [Fact]
    public async Task A_file_in_the_place_of_an_archives_folder_is_refused_though_the_archive_was_unpacked_before()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        Shell.Run("cd \"$1\"; mkdir d; echo x > d/file; tar -cf files.zip d/file", world.Context);
        GraphSketch sketch = world.Sketch();
        StepRef free = sketch.Run(sketch.Base(), "mkdir -p /opt/x");
        StepRef taken = sketch.Run(free, "echo x > /opt/x/d");
        StepRef[] unpacked = [.. new[] { free, taken }.Select(parent => sketch.Add(Unpack(sketch, parent, ContextSource.Instance, "files.zip", strip: 0)))];
        await world.BuildAsync(sketch, sketch.Stage("Free", unpacked[0]));

        var failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, sketch.Stage("Taken", unpacked[1])));

        Assert.Equal(ExecutionErrorCodes.DestinationConflict, failure.Code);
    }

    [Fact]
    public async Task A_folder_and_a_link_of_the_image_stay_when_an_archive_names_them()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        Shell.Run("cd \"$1\"; mkdir -p t/tmp t/lnk; echo x > t/tmp/a; echo y > t/lnk/b; chmod 755 t/tmp; tar -C t -cf files.zip tmp lnk", world.Context);
        GraphSketch sketch = world.Sketch();
        StepRef linked = sketch.Run(sketch.Base(), "mkdir /real; ln -s real /lnk");
        StepRef unpack = sketch.Add(new UnpackStep(sketch.Span(), "Build", GraphSketch.Here, linked, ContextSource.Instance, "files.zip", "/", 0, null));
        StepRef run = sketch.Run(unpack, "stat -c '%a %F' /tmp /lnk; cat /tmp/a /real/b");
        var events = new EventRecorder();

        await world.BuildAsync(sketch, events, noCache: false, sketch.Stage("A", run));

        Assert.Equal("1777 directory\n777 symbolic link\nx\ny", events.OutputOf(run));
    }

    [Fact]
    public async Task An_archive_that_is_none_fails_and_leaves_nothing()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.WriteContext("files.zip", "not a zip, and not a tar either");
        GraphSketch sketch = world.Sketch();
        StepRef unpack = sketch.Add(Unpack(sketch, sketch.Base(), ContextSource.Instance, "files.zip"));

        var failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, sketch.Stage("A", unpack)));

        Assert.Equal(BuildKit.Oci.OciErrorCodes.ArchiveUnknown, failure.Code);
        Assert.Empty(Directory.GetFileSystemEntries(world.Store.Temporary.Own));
    }

    [Theory]
    [InlineData("mkfifo in/pipe", "pipe")]
    [InlineData("mknod in/device c 1 3", "device")]
    [InlineData("echo x > in/a; tar -cf files.zip in; rm in/a; mkdir in/a; echo x > in/a/b; tar -rf files.zip in/a/b", "in/a/b")]
    [InlineData("ln -s /etc in/l; tar -cf files.zip in; rm in/l; mkdir in/l; echo x > in/l/b; tar -rf files.zip in/l/b", "in/l/b")]
    [InlineData("mkdir in/d; echo x > in/d/b; tar -cf files.zip in/d/b; rm -r in/d; echo x > in/d; tar -rf files.zip in/d", "in/d/b")]
    [InlineData("echo x > gone; ln gone in/second; tar -cf files.zip gone in; tar --delete -f files.zip gone", "in/second")]
    public async Task An_archive_with_what_no_step_may_bring_is_refused_and_leaves_nothing(string script, string name)
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        Shell.Run($"cd \"$1\"; mkdir in; {script}; test -e files.zip || tar -cf files.zip in", world.Context);
        GraphSketch sketch = world.Sketch();
        StepRef unpack = sketch.Add(Unpack(sketch, sketch.Base(), ContextSource.Instance, "files.zip", strip: 0));

        var failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, sketch.Stage("A", unpack)));

        Assert.Equal(ExecutionErrorCodes.ArchiveRefused, failure.Code);
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(world.Store.Temporary.Own));
    }

    [Theory]
    [InlineData("mkdir files.zip", "'files.zip' of the build context is a folder")]
    [InlineData("touch real.zip; ln -s real.zip files.zip", "'files.zip' of the build context is a link")]
    [InlineData("mkfifo files.zip", "'files.zip' of the build context is a pipe")]
    [InlineData("true", "The build context has no file 'files.zip'")]
    public async Task An_archive_that_is_no_file_is_told_for_what_it_is(string script, string message)
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        Shell.Run($"cd \"$1\"; {script}", world.Context);
        GraphSketch sketch = world.Sketch();
        StepRef unpack = sketch.Add(Unpack(sketch, sketch.Base(), ContextSource.Instance, "files.zip"));

        var failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, sketch.Stage("A", unpack)));

        Assert.Equal(ExecutionErrorCodes.NothingMatches, failure.Code);
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_a_stage_is_no_archive_either()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef unpack = sketch.Add(Unpack(sketch, sketch.Base(), new StepSource(sketch.Base()), "/bin"));

        var failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, sketch.Stage("A", unpack)));

        Assert.Equal(ExecutionErrorCodes.NothingMatches, failure.Code);
        Assert.Contains("is a folder", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_depends_on_the_selected_files_and_not_on_others()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.WriteContext("in/a.txt", "a");
        world.WriteContext("out/b.txt", "b");
        GraphSketch sketch = world.Sketch();
        StepRef copy = sketch.Copy(sketch.Base(), "in", "/data/", owner: "app:root");
        await world.BuildAsync(sketch, sketch.Stage("A", copy));
        world.WriteContext("out/b.txt", "changed");
        File.SetLastWriteTimeUtc(Path.Combine(world.Context, "in/a.txt"), DateTime.UnixEpoch);
        var events = new EventRecorder();

        await world.BuildAsync(sketch, events, noCache: false, sketch.Stage("A", copy));

        Assert.Equal(StepOutcome.Cached, events.EndOf(copy).Outcome);
    }

    [Fact]
    public async Task An_owner_that_the_base_does_not_know_is_named()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.WriteContext("a.txt", "a");
        GraphSketch sketch = world.Sketch();
        StepRef copy = sketch.Copy(sketch.Base(), "a.txt", "/data/", owner: "nobodyhere");

        var failure = await Assert.ThrowsAsync<StepFailedException>(() => world.BuildAsync(sketch, sketch.Stage("A", copy)));

        Assert.Equal(ExecutionErrorCodes.OwnerUnknown, failure.Code);
    }

    private static TemplateStep Template(GraphSketch sketch, StepRef parent, string path) => new(
        sketch.Span(), "Build", GraphSketch.Here, parent, path, "/etc/site.conf",
        ImmutableSortedDictionary<string, object>.Empty.Add("names", ImmutableArray.Create("a", "b")).Add("port", 8080L), null, null);

    private static UnpackStep Unpack(GraphSketch sketch, StepRef parent, CopySource source, string archive, int strip = 1, string? owner = null) =>
        new(sketch.Span(), "Build", GraphSketch.Here, parent, source, archive, "/opt/x", strip, owner);

    private static void WriteZip(BuildWorld world, params (string Name, string Content)[] files)
    {
        using ZipArchive zip = ZipFile.Open(Path.Combine(world.Context, "files.zip"), ZipArchiveMode.Create);
        foreach ((string name, string content) in files)
        {
            using Stream stream = zip.CreateEntry(name).Open();
            stream.Write(Encoding.UTF8.GetBytes(content));
        }
    }
}
