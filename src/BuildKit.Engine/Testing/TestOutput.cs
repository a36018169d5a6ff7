using System.Collections.Immutable;
using BuildKit.Engine.Events;
using BuildKit.Graph.Targets;

namespace BuildKit.Engine.Testing;

/// <summary>Collects what the service and the steps of one test print, and passes it on.</summary>
internal sealed class TestOutput
{
    /// <summary>The most lines that are kept of one test.</summary>
    internal const int Kept = 5000;

    private readonly Queue<TestLine> lines = new();
    private readonly EventStream events;
    private readonly TestTarget test;

    internal TestOutput(EventStream events, TestTarget test)
    {
        this.events = events;
        this.test = test;
    }

    /// <summary>The last lines so far.</summary>
    internal ImmutableArray<TestLine> Lines
    {
        get
        {
            lock (lines)
            {
                return [.. lines];
            }
        }
    }

    /// <summary>Takes a line.</summary>
    internal void Add(TestLine line)
    {
        lock (lines)
        {
            lines.Enqueue(line);
            if (lines.Count > Kept)
            {
                lines.Dequeue();
            }
        }

        events.Emit(elapsed => new TestPrinted(elapsed, test, line));
    }
}
