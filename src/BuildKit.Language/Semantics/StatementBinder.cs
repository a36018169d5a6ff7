using BuildKit.Language.BuiltIns;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics;

/// <summary>Binds the statements of stages, images and steps.</summary>
internal sealed class StatementBinder(BindingSession session, ExpressionBinder expressions)
{
    /// <summary>Binds a block in a scope of its own.</summary>
    public void BindBlock(BlockSyntax block, Surroundings where)
    {
        Surroundings inner = where.Inner();
        foreach (VarSyntax variable in block.Statements.OfType<VarSyntax>()) inner.Scope.Later.Add(variable.Identifier.Name);
        foreach (StatementSyntax statement in block.Statements) Bind(statement, inner);
    }

    private void Bind(StatementSyntax statement, Surroundings where)
    {
        switch (statement)
        {
            case CallStatementSyntax { Expression: CallSyntax call }:
                expressions.BindStep(call, where);
                break;
            case CallStatementSyntax { Expression: var value }:
                BindValue(value, where);
                break;
            case VarSyntax variable:
                BindVariable(variable, where);
                break;
            case IfSyntax conditional:
                _ = expressions.Bind(conditional.Condition, BuildType.Bool, where, "a condition");
                BindBlock(conditional.Then, where);
                if (conditional.Else is BlockSyntax otherwise) BindBlock(otherwise, where);
                else if (conditional.Else is { } next) Bind(next, where);
                break;
            case ForEachSyntax loop:
                BindBlock(loop.Body, BindLoop(loop, where));
                break;
            case BlockSyntax block:
                BindBlock(block, where);
                break;
            case DeclarationSyntax declaration:
                session.Error(
                    DiagnosticCodes.DeclarationPlace, "only variables are declared here; the rest is declared at the top level of the file",
                    DeclarationNames.Place(declaration));
                NamesInUse.Mark(declaration, where, session);
                break;
        }
    }

    /// <summary>Binds the list of a loop and declares its item. Gives the surroundings of the body.</summary>
    public Surroundings BindLoop(ForEachSyntax loop, Surroundings where)
    {
        BuildType declared = loop.Type is { } written ? TypeRules.Of(written) : BuildType.Unknown;
        BuildType list = expressions.Bind(loop.List, BuildType.ListOf(declared), where, "what 'foreach' goes over");
        BuildType item = loop.Type is null ? list.Element ?? BuildType.Unknown : declared;
        Surroundings inner = where.Inner();
        var symbol = new VariableSymbol(loop.Identifier.Name, loop.Identifier.Span, VariableKind.Item, item, null);
        session.Symbols[loop] = symbol;
        _ = expressions.Declare(symbol, inner.Scope);
        return inner;
    }

    /// <summary>Binds a variable of a block and declares it behind its value.</summary>
    public void BindVariable(VarSyntax variable, Surroundings where)
    {
        BuildType type = expressions.BindVariableValue(variable, where);
        var symbol = new VariableSymbol(variable.Identifier.Name, variable.Identifier.Span, VariableKind.Local, type, variable.Value);
        session.Symbols[variable] = symbol;
        if (expressions.Declare(symbol, where.Scope)) session.Locals.Add(symbol);
        where.Scope.Later.Remove(symbol.Name);
    }

    private void BindValue(ExpressionSyntax value, Surroundings where)
    {
        NamesInUse.Mark(value, where, session);
        if (where.Module.HasSyntaxErrorAt(value.Span)) return;
        string advice = value is NameSyntax name && (where.Scope.Find(name.Name) is CallableSymbol || BuiltInTable.FindCallable(name.Name) is not null) ? $"; a call has brackets: {name.Name}(...);" : "";
        session.Error(DiagnosticCodes.NotAValue, $"a value alone does nothing; a statement calls a step{advice}", value.Span);
    }
}
