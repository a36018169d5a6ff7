var plain = "a\tb\"c\\ \u00e9\U0001F600";
var verbatim = @"c:\dir ""x""
second";
var interpolated = $"{{x}} {plain}!";
var both = $@"{plain} {{""}}";
var raw = """
    first
      second

    "quoted"
    """;
var rawHole = $"""
    {plain} = {verbatim}
      {interpolated} {raw}
    """;
var dollars = $$"""{ "key": {{both}} }""";
var empty = "";
var emptyRaw = """

    """;
image X from scratch { Write("/x", rawHole + dollars + empty + emptyRaw); }
