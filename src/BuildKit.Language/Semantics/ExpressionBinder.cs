using BuildKit.Language.Diagnostics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics;

/// <summary>Finds the type of every expression, and what the names in it stand for.</summary>
internal sealed partial class ExpressionBinder(BindingSession session)
{
    /// <summary>Binds an expression that must be of a type. Gives the type that it has.</summary>
    public BuildType Bind(ExpressionSyntax expression, BuildType expected, Surroundings where, string what)
    {
        BuildType actual = Bind(expression, expected, where);
        if (actual.Kind == TypeKind.Secret && expected.Kind is not (TypeKind.Secret or TypeKind.Unknown))
        {
            ReportSecret(expression);
        }
        else if (actual.Kind == TypeKind.Raw && expected.Kind is not (TypeKind.Shell or TypeKind.Unknown))
        {
            session.Error(DiagnosticCodes.RawOutsideShell, "Raw(x) has a meaning only as the command of Run and HealthCheck and in their holes", expression.Span);
        }
        else if (!TypeRules.Fits(actual, expected) && actual.Kind != TypeKind.Lambda)
        {
            string advice = expected.Kind == TypeKind.String && TypeRules.IsText(actual) ? AsString(expression)
                : TypeRules.ElementOf(expected) is { } element && TypeRules.Fits(actual, element) ? "; write it in brackets: [...]"
                : "";
            session.Error(DiagnosticCodes.WrongType, $"{what} is {TypeRules.Describe(expected)}, but this is {TypeRules.Describe(actual)}{advice}", expression.Span);
        }

        return actual;
    }

    /// <summary>How an int or bool is written as a string.</summary>
    private static string AsString(ExpressionSyntax expression) =>
        Constants.Of(expression) is { } constant ? $"; write \"{constant}\"" : $"; write $\"{{{expression.Span.Text}}}\"";

    /// <summary>Binds an expression. What is expected decides the meaning of bare names of enums, of lambdas and of shell literals.</summary>
    public BuildType Bind(ExpressionSyntax expression, BuildType expected, Surroundings where)
    {
        BuildType type = expression switch
        {
            StringSyntax text => BindString(text, where),
            IntegerSyntax => BuildType.Int,
            BooleanSyntax => BuildType.Bool,
            NullSyntax => BuildType.Null,
            NameSyntax name => BindName(name, expected, where),
            ListSyntax list => BindList(list, expected, where),
            ObjectSyntax values => BindObject(values, expected, where),
            ConditionalSyntax conditional => BindConditional(conditional, expected, where),
            BinarySyntax binary => BindBinary(binary, expected, where),
            UnarySyntax unary => BindUnary(unary, where),
            ParenthesizedSyntax parenthesized => Bind(parenthesized.Expression, expected, where),
            MemberAccessSyntax member => BindMember(member, where),
            CallSyntax call => BindCallValue(call, where),
            IndexSyntax index => BindIndex(index, where),
            LambdaSyntax lambda => BindLambda(lambda, expected, where),
            _ => BuildType.Unknown,
        };
        session.Types[expression] = type;
        return type;
    }

    /// <summary>Binds the value of a variable. Gives the variable's type.</summary>
    public BuildType BindVariableValue(VarSyntax variable, Surroundings where)
    {
        if (variable.Type is { } written)
        {
            BuildType declared = TypeRules.Of(written);
            _ = Bind(variable.Value, declared, where, $"'{variable.Identifier.Name}'");
            return declared;
        }

        BuildType type = Bind(variable.Value, BuildType.Unknown, where);
        switch (type.Kind)
        {
            case TypeKind.Secret:
                ReportSecret(variable.Value);
                return BuildType.Unknown;
            case TypeKind.Raw:
                session.Error(DiagnosticCodes.RawOutsideShell, "Raw(x) has a meaning only as the command of Run and HealthCheck and in their holes", variable.Value.Span);
                return BuildType.Unknown;
            case TypeKind.Null:
                session.Error(DiagnosticCodes.WrongType, $"'var' cannot know the type of null; write: string {variable.Identifier.Name} = null;", variable.Value.Span);
                return BuildType.Unknown;
            default:
                return type;
        }
    }

    private void ReportSecret(ExpressionSyntax expression) =>
        session.Error(
            DiagnosticCodes.SecretValue,
            $"a secret never becomes a value; give a Run its file with mounts: [{expression.Span.Text}.At(\"/run/secrets/name\")]", expression.Span);
}
