using BuildKit.Graph.Evaluation.Environments;
using BuildKit.Graph.Evaluation.Expressions;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Graph.Evaluation.Stages;

/// <summary>Walks a file's top level, through its conditions and loops, and finds the stages, images, tests and environments that exist.</summary>
internal sealed class StageFinder(EvaluationSession session, ExpressionEvaluator expressions)
{
    internal IReadOnlyList<StageDeclaration> Find(ModuleInstance module)
    {
        // Set first: a condition that names a stage finds those in front of it, and no loop begins.
        module.Stages = [];
        Walk(module.Symbol.Tree.Root.Members, module.Top, module.Stages);
        return module.Stages;
    }

    private void Walk(IEnumerable<StatementSyntax> statements, Scope scope, List<StageDeclaration> found)
    {
        foreach (StatementSyntax statement in statements)
        {
            session.Try(() => Visit(statement, scope, found));
        }
    }

    private void Visit(StatementSyntax statement, Scope scope, List<StageDeclaration> found)
    {
        session.Spend(statement.Span);
        switch (statement)
        {
            case StageSyntax stage when session.Model.SymbolOf(stage) is { } symbol:
                Declare(new StageDeclaration(symbol, scope, scope.Module.Prefix + stage.Identifier.Name, stage, stage.From, stage.Body), scope, found);
                break;
            case ImageSyntax image when session.Model.SymbolOf(image) is { } symbol:
                string name = image.Name is NameSyntax identifier ? identifier.Name : expressions.String(image.Name, scope);
                Declare(new StageDeclaration(symbol, scope, scope.Module.Prefix + name, image, image.From, image.Body), scope, found);
                break;
            case TestSyntax test:
                scope.Module.Tests.Add(new TestDeclaration(test, scope));
                break;
            case EnvironmentSyntax environment:
                scope.Module.Environments.Add(new EnvironmentDeclaration(environment, scope));
                break;
            case IfSyntax choice:
                if (expressions.Condition(choice.Condition, scope))
                {
                    Walk(choice.Then.Statements, scope.Nested(), found);
                }
                else if (choice.Else is { } other)
                {
                    Visit(other, scope, found);
                }

                break;
            case BlockSyntax block:
                Walk(block.Statements, scope.Nested(), found);
                break;
            case ForEachSyntax loop:
                Loop(loop, scope, found);
                break;
            case VarSyntax variable when session.Model.SymbolOf(variable) is VariableSymbol { VariableKind: VariableKind.Local } symbol:
                scope.Define(symbol, FailedValue.Instance);
                scope.Define(symbol, expressions.Evaluate(variable.Value, scope));
                break;
        }
    }

    private void Loop(ForEachSyntax loop, Scope scope, List<StageDeclaration> found)
    {
        ListValue list = expressions.Text.List(expressions.Evaluate(loop.List, scope), loop.List.Span);
        if (session.Model.SymbolOf(loop) is not { } symbol)
        {
            return;
        }

        foreach (object item in list.Items)
        {
            Scope turn = scope.Nested();
            turn.Define(symbol, item);
            Walk(loop.Body.Statements, turn, found);
        }
    }

    private static void Declare(StageDeclaration stage, Scope scope, List<StageDeclaration> found)
    {
        scope.Declare(stage);
        found.Add(stage);
    }
}
