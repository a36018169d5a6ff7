using BuildKit.Graph.Evaluation.Emission;
using BuildKit.Graph.Evaluation.Expressions;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Language.Semantics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Graph.Evaluation.Stages;

/// <summary>Carries out the statements of stages, images and steps. A statement with an error does not keep the next ones from being looked at.</summary>
internal sealed class BodyEvaluator(EvaluationSession session, ExpressionEvaluator expressions, StepEmitter emitter)
{
    /// <summary>Whether all of it went well.</summary>
    internal bool Run(BlockSyntax block, Scope scope)
    {
        bool well = true;
        foreach (StatementSyntax statement in block.Statements)
        {
            well &= session.Try(() => Execute(statement, scope));
        }

        return well;
    }

    private void Execute(StatementSyntax statement, Scope scope)
    {
        session.Spend(statement.Span);
        switch (statement)
        {
            case CallStatementSyntax { Expression: CallSyntax call }:
                Call(call, scope);
                break;
            case VarSyntax variable when session.Model.SymbolOf(variable) is { } symbol:
                scope.Define(symbol, FailedValue.Instance);
                scope.Define(symbol, expressions.Evaluate(variable.Value, scope));
                break;
            case IfSyntax choice:
                if (expressions.Condition(choice.Condition, scope))
                {
                    RunNested(choice.Then, scope);
                }
                else if (choice.Else is { } other)
                {
                    Execute(other, scope);
                }

                break;
            case BlockSyntax block:
                RunNested(block, scope);
                break;
            case ForEachSyntax loop:
                Loop(loop, scope);
                break;
            default:
                throw new EvaluationFailedException();
        }
    }

    private void RunNested(BlockSyntax block, Scope scope) => Demand(Run(block, scope.Nested()));

    private void Loop(ForEachSyntax loop, Scope scope)
    {
        ListValue list = expressions.Text.List(expressions.Evaluate(loop.List, scope), loop.List.Span);
        Symbol symbol = session.Model.SymbolOf(loop) ?? throw new EvaluationFailedException();
        bool well = true;
        foreach (object item in list.Items)
        {
            session.Spend(loop.Span);
            Scope turn = scope.Nested();
            turn.Define(symbol, item);
            well &= Run(loop.Body, turn);
        }

        Demand(well);
    }

    private void Call(CallSyntax syntax, Scope scope)
    {
        BoundCall call = session.Model.CallOf(syntax) ?? throw new EvaluationFailedException();
        if (call.Target is StepsSymbol steps)
        {
            Scope inner = expressions.Calls.Called(call, scope);
            Demand(Run(steps.Syntax.Body, inner));
        }
        else
        {
            emitter.Emit(call, scope);
        }
    }

    private static void Demand(bool well)
    {
        if (!well)
        {
            throw new EvaluationFailedException();
        }
    }
}
