using BuildKit.Language.Diagnostics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics;

/// <summary>Binds the declarations of one file.</summary>
internal sealed partial class ModuleBinder
{
    private readonly BindingSession session;
    private readonly ExpressionBinder expressions;
    private readonly StatementBinder statements;
    private readonly Declarer declarer;
    private readonly Surroundings top;

    public ModuleBinder(BindingSession session, ModuleSymbol module)
    {
        this.session = session;
        expressions = new ExpressionBinder(session);
        statements = new StatementBinder(session, expressions);
        top = new Surroundings(module, new Scope(null, isLocal: false), null, Contexts.None, HasTarget: false);
        declarer = new Declarer(session, module, top.Scope);
    }

    /// <summary>Makes the file's names known, and says how the types of its variables are found.</summary>
    public void Declare()
    {
        declarer.DeclareAll();
        foreach (VarSyntax variable in top.Module.Tree.Root.Members.OfType<VarSyntax>())
        {
            if (session.Symbols.GetValueOrDefault(variable) is not VariableSymbol symbol) continue;
            if (variable.Type is { } written) symbol.Type = TypeRules.Of(written);
            session.Defer(symbol, () => symbol.Type = expressions.BindVariableValue(variable, top with { Owner = symbol }));
        }
    }

    /// <summary>Binds everything in the file.</summary>
    public void Bind()
    {
        foreach (StatementSyntax statement in top.Module.Tree.Root.Members) BindTop(statement, top, isInLoop: false);
    }

    private void BindTop(StatementSyntax statement, Surroundings where, bool isInLoop)
    {
        switch (statement)
        {
            case DeclarationSyntax declaration:
                BindDeclaration(declaration, where, isInLoop);
                break;
            case IfSyntax conditional:
                _ = expressions.Bind(conditional.Condition, BuildType.Bool, where, "a condition");
                BindTopBlock(conditional.Then, where, isInLoop);
                if (conditional.Else is { } otherwise) BindTop(otherwise, where, isInLoop);
                break;
            case ForEachSyntax loop:
                BindTopBlock(loop.Body, statements.BindLoop(loop, where), isInLoop: true);
                break;
            case BlockSyntax block:
                BindTopBlock(block, where, isInLoop);
                break;
            case CallStatementSyntax { Expression: CallSyntax call }:
                expressions.BindStep(call, where);
                break;
            case CallStatementSyntax { Expression: var value } when !where.Module.HasSyntaxErrorAt(value.Span):
                session.Error(DiagnosticCodes.NotAValue, "a value alone does nothing; declarations stand here", value.Span);
                break;
        }
    }

    private void BindTopBlock(BlockSyntax block, Surroundings where, bool isInLoop)
    {
        Surroundings inner = where.Inner();
        foreach (DeclarationSyntax declaration in block.Statements.OfType<DeclarationSyntax>())
        {
            if (declaration is StageSyntax or ImageSyntax or TestSyntax or EnvironmentSyntax) declarer.DeclareTarget(declaration, inner.Scope);
            if (declaration is VarSyntax variable) inner.Scope.Later.Add(variable.Identifier.Name);
        }

        foreach (StatementSyntax statement in block.Statements)
        {
            if (statement is VarSyntax variable)
            {
                statements.BindVariable(variable, inner);
            }
            else if (statement is UsingSyntax or ParamSyntax or SecretSyntax or FunctionSyntax or StepsSyntax)
            {
                session.Error(
                    DiagnosticCodes.DeclarationPlace, "in 'if' and 'foreach' stand stages, images, tests, environments and variables; the rest is declared outside of them",
                    DeclarationNames.Place((DeclarationSyntax)statement));
                NamesInUse.Mark(statement, inner, session);
            }
            else
            {
                BindTop(statement, inner, isInLoop);
            }
        }
    }
}
