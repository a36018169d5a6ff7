using System.Collections.Immutable;
using System.Text;
using BuildKit.Graph.Evaluation.Stages;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Language.Syntax;

namespace BuildKit.Graph.Evaluation.Expressions;

/// <summary>Works out expressions. Values are string, long, bool and the records of <c>Values</c>; null stands for nothing here.</summary>
internal sealed class ExpressionEvaluator
{
    private readonly EvaluationSession session;
    private readonly Operators operators;
    private readonly NameEvaluator names;
    private readonly CallEvaluator calls;

    internal ExpressionEvaluator(EvaluationSession session, StageResolver stages)
    {
        this.session = session;
        Text = new ValueText(session);
        operators = new Operators(session, Text);
        names = new NameEvaluator(session, this, stages);
        calls = new CallEvaluator(session, this);
    }

    internal ValueText Text { get; }

    internal NameEvaluator Names => names;

    internal CallEvaluator Calls => calls;

    internal object Evaluate(ExpressionSyntax expression, Scope scope)
    {
        session.Spend(expression.Span);
        return expression switch
        {
            StringSyntax text => Interpolate(text, scope),
            IntegerSyntax number => number.Value,
            BooleanSyntax flag => flag.Value,
            NullSyntax => new MissingValue("it is null"),
            ParenthesizedSyntax inner => Evaluate(inner.Expression, scope),
            NameSyntax or MemberAccessSyntax => names.Evaluate(expression, scope),
            CallSyntax call => calls.Evaluate(call, scope),
            ListSyntax list => List(list, scope),
            ObjectSyntax item => new ObjectValue([.. item.Properties.Select(property => KeyValuePair.Create(property.Identifier.Name, Evaluate(property.Value, scope)))]),
            ConditionalSyntax choice => Evaluate(Condition(choice.Condition, scope) ? choice.Then : choice.Otherwise, scope),
            IndexSyntax index => Index(index, scope),
            UnarySyntax { Operator: UnaryOperator.Not } not => !Condition(not.Operand, scope),
            UnarySyntax negation => operators.Negate(negation, Evaluate(negation.Operand, scope)),
            BinarySyntax binary => Binary(binary, scope),
            _ => throw new EvaluationFailedException(),
        };
    }

    internal bool Condition(ExpressionSyntax expression, Scope scope) => Text.Bool(Evaluate(expression, scope), expression.Span);

    internal string String(ExpressionSyntax expression, Scope scope) => Text.String(Evaluate(expression, scope), expression.Span);

    private object Binary(BinarySyntax binary, Scope scope)
    {
        switch (binary.Operator)
        {
            case BinaryOperator.And:
                return Condition(binary.Left, scope) && Condition(binary.Right, scope);
            case BinaryOperator.Or:
                return Condition(binary.Left, scope) || Condition(binary.Right, scope);
            case BinaryOperator.Coalesce:
                object left = Evaluate(binary.Left, scope);
                return left is MissingValue ? Evaluate(binary.Right, scope) : left;
            default:
                return operators.Apply(binary, Evaluate(binary.Left, scope), Evaluate(binary.Right, scope));
        }
    }

    private string Interpolate(StringSyntax syntax, Scope scope)
    {
        if (syntax.Constant is { } constant)
        {
            return constant;
        }

        var result = new StringBuilder();
        foreach (StringPartSyntax part in syntax.Parts)
        {
            result.Append(part switch
            {
                TextPartSyntax text => text.Value,
                HoleSyntax hole => Text.Of(Evaluate(hole.Expression, scope), hole.Expression.Span),
                _ => "",
            });
            session.Spend(part.Span, result.Length > EvaluationLimits.StringLength ? EvaluationLimits.Steps : 0);
        }

        return Text.Bounded(result.ToString(), syntax.Span);
    }

    private ListValue List(ListSyntax syntax, Scope scope)
    {
        var items = ImmutableArray.CreateBuilder<object>();
        foreach (ListElementSyntax element in syntax.Elements)
        {
            object value = Evaluate(element.Expression, scope);
            if (element.IsSpread)
            {
                items.AddRange(Text.List(value, element.Expression.Span).Items);
            }
            else
            {
                items.Add(value is MissingValue or FailedValue ? throw Text.Unfit(value, "a value", element.Span) : value);
            }
        }

        return Text.Bounded(new ListValue(items.ToImmutable()), syntax.Span);
    }

    private object Index(IndexSyntax syntax, Scope scope)
    {
        object target = Evaluate(syntax.Target, scope);
        long index = Text.Int(Evaluate(syntax.Index, scope), syntax.Index.Span);
        int length = target switch
        {
            string text => text.Length,
            ListValue list => list.Items.Length,
            _ => throw Text.Unfit(target, "a list or string", syntax.Target.Span),
        };
        if (index < 0 || index >= length)
        {
            throw session.Fail(GraphDiagnosticCodes.OutOfRange, $"the index {index} is outside of 0 to {length - 1}; there are {length} elements", syntax.Index.Span);
        }

        return target is string characters ? characters[(int)index].ToString() : ((ListValue)target).Items[(int)index];
    }
}
