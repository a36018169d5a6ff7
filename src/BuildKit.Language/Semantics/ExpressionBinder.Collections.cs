using BuildKit.Language.BuiltIns;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics;

/// <content>Lists, objects, indexes and lambdas.</content>
internal sealed partial class ExpressionBinder
{
    private BuildType BindList(ListSyntax list, BuildType expected, Surroundings where)
    {
        BuildType wanted = TypeRules.ElementOf(expected) ?? BuildType.Unknown;
        BuildType common = BuildType.Unknown;
        foreach (ListElementSyntax element in list.Elements)
        {
            BuildType type = element.IsSpread ? BindSpread(element, wanted, where)
                : wanted.Kind == TypeKind.Unknown ? Bind(element.Expression, wanted, where)
                : Bind(element.Expression, wanted, where, "an element");
            if (type.Kind == TypeKind.Secret)
            {
                ReportSecret(element.Expression);
                type = BuildType.Unknown;
            }

            // What does not go where the list stands has been reported; what goes there need not be alike, such as a stage and a reference.
            if (wanted.Kind != TypeKind.Unknown)
            {
                common = wanted.Kind is TypeKind.Any or TypeKind.Scalar ? TypeRules.Common(common, type) ?? wanted : wanted;
                continue;
            }

            if (TypeRules.Common(common, type) is { } both)
            {
                common = both;
                continue;
            }

            session.Error(
                DiagnosticCodes.NoCommonType,
                $"the elements before are {TypeRules.Describe(common)} each, but this is {TypeRules.Describe(type)}", element.Span);
        }

        return BuildType.ListOf(common);
    }

    private BuildType BindSpread(ListElementSyntax element, BuildType wanted, Surroundings where)
    {
        BuildType type = Bind(element.Expression, BuildType.ListOf(wanted), where);
        if (type.Kind == TypeKind.List) return type.Element ?? BuildType.Unknown;
        if (type.Kind != TypeKind.Unknown)
        {
            session.Error(DiagnosticCodes.WrongType, $"behind '..' stands a list, but this is {TypeRules.Describe(type)}", element.Expression.Span);
        }

        return BuildType.Unknown;
    }

    private BuildType BindObject(ObjectSyntax values, BuildType expected, Surroundings where)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (PropertySyntax property in values.Properties)
        {
            if (property.Identifier.Name.Length > 0 && !names.Add(property.Identifier.Name))
            {
                session.Error(DiagnosticCodes.DuplicateName, $"'{property.Identifier.Name}' stands here twice", property.Identifier.Span);
            }

            BuildType type = Bind(property.Value, BuildType.Unknown, where);
            BuildType item = type.Kind == TypeKind.List ? type.Element ?? BuildType.Unknown : type;
            if (item.Kind == TypeKind.Secret)
            {
                ReportSecret(property.Value);
            }
            else if (!TypeRules.IsText(item) && item.Kind != TypeKind.Null)
            {
                session.Error(
                    DiagnosticCodes.WrongType,
                    $"'{property.Identifier.Name}' is a string, int, bool or a list of them, but this is {TypeRules.Describe(type)}", property.Value.Span);
            }
        }

        if (expected.Kind is not (TypeKind.Object or TypeKind.Unknown))
        {
            return BuildType.Object;
        }

        if (expected.Kind == TypeKind.Unknown)
        {
            session.Error(DiagnosticCodes.LambdaPlace, "'new { ... }' stands only where values under names are taken, such as values: and env:", values.Span);
        }

        return BuildType.Object;
    }

    private BuildType BindIndex(IndexSyntax index, Surroundings where)
    {
        BuildType target = Bind(index.Target, BuildType.Unknown, where);
        _ = Bind(index.Index, BuildType.Int, where, "an index");
        switch (target.Kind)
        {
            case TypeKind.List: return target.Element ?? BuildType.Unknown;
            case TypeKind.String or TypeKind.Unknown: return target;
            default:
                session.Error(DiagnosticCodes.WrongType, $"an index goes with a list or a string, but this is {TypeRules.Describe(target)}", index.Target.Span);
                return BuildType.Unknown;
        }
    }

    private BuildType BindLambda(LambdaSyntax lambda, BuildType expected, Surroundings where) => BindLambda(lambda, expected, BuildType.Unknown, where);

    /// <summary>Binds a lambda whose parameter has a type. The type of the lambda is that of what it gives.</summary>
    private BuildType BindLambda(LambdaSyntax lambda, BuildType expected, BuildType item, Surroundings where)
    {
        if (expected.Kind != TypeKind.Lambda)
        {
            session.Error(DiagnosticCodes.LambdaPlace, "a lambda stands only as the argument of a list's member, such as Select", lambda.Span);
        }

        Surroundings inner = where.Inner();
        var parameter = new VariableSymbol(lambda.Parameter.Name, lambda.Parameter.Span, VariableKind.Lambda, item, null);
        _ = Declare(parameter, inner.Scope);
        session.Symbols[lambda] = parameter;
        BuildType wanted = expected.Kind == TypeKind.Lambda && expected.Element is { Kind: not TypeKind.Result } element ? element : BuildType.Unknown;
        BuildType result = Bind(lambda.Body, wanted, inner, "what the lambda gives");
        session.Types[lambda] = BuildType.LambdaTo(result);
        return BuildType.LambdaTo(result);
    }

    /// <summary>Declares a name of a block; false, with an error, where it is taken.</summary>
    public bool Declare(Symbol symbol, Scope scope)
    {
        if (symbol.Name.Length == 0 || symbol.Declaration is not { } place) return false;
        if (Values.Reserved.Contains(symbol.Name))
        {
            session.Error(DiagnosticCodes.BuiltInName, $"'{symbol.Name}' is built in; take another name", place);
        }
        else if (scope.Declare(symbol) is { } earlier)
        {
            session.Error(
                DiagnosticCodes.DuplicateName, $"'{symbol.Name}' is declared already, as {earlier.Description}", place,
                new Note("the earlier declaration", earlier.Declaration));
        }
        else
        {
            return true;
        }

        return false;
    }
}
