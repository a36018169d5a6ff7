using System.Globalization;

namespace BuildKit.Facts;

/// <summary>A version by SemVer 2.0.0.</summary>
/// <param name="PreRelease">What stands behind <c>-</c>; empty for a release.</param>
/// <param name="Build">What stands behind <c>+</c>; it has no part in the order.</param>
internal sealed record SemanticVersion(long Major, long Minor, long Patch, string PreRelease, string Build) : IComparable<SemanticVersion>
{
    /// <summary>Reads <c>1.2.3[-pre][+build]</c>; null where it is none (SemVer 2.0.0, "Backus-Naur Form").</summary>
    internal static SemanticVersion? Parse(string text)
    {
        int plus = text.IndexOf('+', StringComparison.Ordinal);
        string build = plus < 0 ? "" : text[(plus + 1)..];
        string rest = plus < 0 ? text : text[..plus];
        int dash = rest.IndexOf('-', StringComparison.Ordinal);
        string pre = dash < 0 ? "" : rest[(dash + 1)..];
        string[] numbers = (dash < 0 ? rest : rest[..dash]).Split('.');
        bool isValid = numbers.Length == 3
            && (plus < 0 || build.Split('.').All(IsIdentifier))
            && (dash < 0 || pre.Split('.').All(part => IsIdentifier(part) && (!IsNumeric(part) || IsNumber(part))));
        return isValid && TryNumber(numbers[0], out long major) && TryNumber(numbers[1], out long minor) && TryNumber(numbers[2], out long patch)
            ? new SemanticVersion(major, minor, patch, pre, build)
            : null;
    }

    /// <summary>A version of <paramref name="commits"/> commits behind this one: above it, below what comes next.</summary>
    internal string Development(int commits)
    {
        string count = commits.ToString(CultureInfo.InvariantCulture);
        return PreRelease.Length == 0 ? $"{Major}.{Minor}.{Patch + 1}-dev.{count}" : $"{Major}.{Minor}.{Patch}-{PreRelease}.dev.{count}";
    }

    /// <summary>SemVer 2.0.0, "Precedence" (item 11); versions that differ by build alone are equal in it.</summary>
    public int CompareTo(SemanticVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        int core = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        return core != 0 ? core
            : PreRelease.Length == 0 || other.PreRelease.Length == 0 ? (PreRelease.Length == 0).CompareTo(other.PreRelease.Length == 0)
            : ComparePreRelease(PreRelease.Split('.'), other.PreRelease.Split('.'));
    }

    /// <inheritdoc />
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}") + (PreRelease.Length == 0 ? "" : "-" + PreRelease) + (Build.Length == 0 ? "" : "+" + Build);

    private static int ComparePreRelease(string[] left, string[] right)
    {
        foreach ((string a, string b) in left.Zip(right))
        {
            int order = (IsNumeric(a), IsNumeric(b)) switch
            {
                (true, true) => a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b),
                (true, false) => -1,
                (false, true) => 1,
                _ => string.CompareOrdinal(a, b),
            };
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static bool IsIdentifier(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static bool IsNumeric(string text) => text.All(char.IsAsciiDigit);

    private static bool IsNumber(string text) => text.Length > 0 && IsNumeric(text) && (text.Length == 1 || text[0] != '0');

    private static bool TryNumber(string text, out long number)
    {
        number = 0;
        return IsNumber(text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < long.MaxValue;
    }
}
