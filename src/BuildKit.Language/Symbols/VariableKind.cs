namespace BuildKit.Language.Symbols;

/// <summary>What sort of variable a name is.</summary>
public enum VariableKind
{
    /// <summary><c>var</c> at the top level of a file: evaluated when first used, in any order of declaration.</summary>
    Global,

    /// <summary><c>var</c> in a block, from its declaration to the end of the block.</summary>
    Local,

    /// <summary>The item of a <c>foreach</c>.</summary>
    Item,

    /// <summary>The parameter of a lambda.</summary>
    Lambda,
}
