using System.Collections.Immutable;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Configuration;

/// <summary>An environment as an ordered list with one value a name.</summary>
public static class EnvironmentVariables
{
    /// <summary>Replaces the value in place where the name is there (the first one counts), else appends.</summary>
    public static ImmutableArray<EnvironmentVariable> Set(ImmutableArray<EnvironmentVariable> variables, EnvironmentVariable variable)
    {
        for (int i = 0; i < variables.Length; i++)
        {
            if (string.Equals(variables[i].Name, variable.Name, StringComparison.Ordinal))
            {
                return variables.SetItem(i, variable);
            }
        }

        return variables.Add(variable);
    }

    /// <summary>Sets each of <paramref name="changes"/> in turn.</summary>
    public static ImmutableArray<EnvironmentVariable> SetAll(
        ImmutableArray<EnvironmentVariable> variables, IEnumerable<EnvironmentVariable> changes) => changes.Aggregate(variables, Set);

    /// <summary>The value of a variable; null where it is not set.</summary>
    public static string? Find(ImmutableArray<EnvironmentVariable> variables, string name)
    {
        foreach (EnvironmentVariable variable in variables)
        {
            if (string.Equals(variable.Name, name, StringComparison.Ordinal))
            {
                return variable.Value;
            }
        }

        return null;
    }
}
