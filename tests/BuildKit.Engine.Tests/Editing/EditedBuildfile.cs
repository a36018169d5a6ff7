using System.Text;

namespace BuildKit.Engine.Tests.Editing;

/// <summary>A Buildfile of some stages and an image, which is edited at random.</summary>
internal sealed class EditedBuildfile
{
    // Of the first statement, and from the last of a stage to the first of the next: as ToString writes them.
    private const int FirstLine = 3;
    private const int LinesBetween = 4;

    private readonly Random random;
    private readonly List<(string Name, string Base, List<string> Statements)> stages = [];

    public EditedBuildfile(Random random)
    {
        this.random = random;
        int count = random.Next(2, 5);
        for (int i = 0; i < count; i++)
        {
            string name = i == count - 1 ? "Api" : $"S{i}";
            stages.Add((name, AnyBase(i), []));
            for (int statement = random.Next(2, 7); statement > 0; statement--)
            {
                stages[i].Statements.Add(RandomStatement.Next(random, SourcesOf(i)));
            }
        }
    }

    /// <summary>Changes one thing; gives what, for people.</summary>
    public string Edit()
    {
        int index = random.Next(stages.Count);
        (string name, string current, List<string> statements) = stages[index];
        int place = random.Next(statements.Count);
        switch (random.Next(6))
        {
            case 0:
                statements.Insert(place, RandomStatement.Next(random, SourcesOf(index)));
                return $"{name}: {statements[place]} is new";
            case 1 when statements.Count > 1:
                string gone = statements[place];
                statements.RemoveAt(place);
                return $"{name}: {gone} is gone";
            case 2 when statements.Count > 1:
                int other = random.Next(statements.Count);
                (statements[place], statements[other]) = (statements[other], statements[place]);
                return $"{name}: {place} and {other} are swapped";
            case 3:
                stages[index] = (name, AnyBase(index), statements);
                return $"{name}: from {current} to {stages[index].Base}";
            default:
                statements[place] = RandomStatement.Next(random, SourcesOf(index));
                return $"{name}: {place} is now {statements[place]}";
        }
    }

    /// <summary>Takes the statement in a line of the text away.</summary>
    public void RemoveLine(int line)
    {
        int index = 0;
        for (line -= FirstLine; line >= stages[index].Statements.Count; index++)
        {
            line -= stages[index].Statements.Count + LinesBetween;
        }

        stages[index].Statements.RemoveAt(line);
        if (stages[index].Statements.Count == 0)
        {
            stages[index].Statements.Add("""Label("empty", "");""");
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach ((string name, string from, List<string> statements) in stages)
        {
            text.Append(name == "Api" ? "image " : "stage ").Append(name).Append(" from ").Append(from).Append("\n{\n");
            statements.ForEach(statement => text.Append("    ").Append(statement).Append('\n'));
            text.Append("}\n\n");
        }

        return text.ToString();
    }

    private string AnyBase(int index) => index > 0 && random.Once(3) ? stages[random.Next(index)].Name : random.Of("\"base\"", "\"base\"", "\"other\"");

    private string[] SourcesOf(int index) => [.. stages.Take(index).Select(stage => stage.Name)];
}
