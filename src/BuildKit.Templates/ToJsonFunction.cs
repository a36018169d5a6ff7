using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace BuildKit.Templates;

/// <summary><c>object.to_json</c> in place of Scriban's own, which serializes by reflection and so fails under NativeAOT.</summary>
internal sealed class ToJsonFunction : IScriptCustomFunction
{
    // Text in configuration files stays readable; a template that writes JSON into HTML escapes it there.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = TemplateLimits.Depth + 1 };

    public int RequiredParameterCount => 1;

    public int ParameterCount => 1;

    public ScriptVarParamKind VarParamKind => ScriptVarParamKind.None;

    public Type ReturnType => typeof(string);

    public ScriptParameterInfo GetParameterInfo(int index) => new(typeof(object), "value");

    public object? Invoke(TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            Write(json, arguments.Count > 0 ? arguments[0] : null, callerContext?.Span ?? context.CurrentSpan, depth: 0);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public ValueTask<object?> InvokeAsync(TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement) =>
        ValueTask.FromResult<object?>(Invoke(context, callerContext, arguments, blockStatement));

    private static void Write(Utf8JsonWriter json, object? value, SourceSpan place, int depth)
    {
        if (depth > TemplateLimits.Depth || json.BytesPending + json.BytesCommitted > TemplateLimits.Characters)
        {
            throw new ScriptRuntimeException(place, "the value is nested too deeply or too large for JSON");
        }

        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int or long or BigInteger or decimal or double or float:
                WriteNumber(json, (IFormattable)value, place);
                break;
            case IDictionary<string, object> members:
                json.WriteStartObject();
                foreach ((string name, object? member) in members)
                {
                    json.WritePropertyName(name);
                    Write(json, member, place, depth + 1);
                }

                json.WriteEndObject();
                break;
            case IEnumerable items:
                json.WriteStartArray();
                foreach (object? item in items)
                {
                    Write(json, item, place, depth + 1);
                }

                json.WriteEndArray();
                break;
            default:
                throw new ScriptRuntimeException(place, "there is no JSON for this value");
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, IFormattable number, SourceSpan place)
    {
        if (number is double and (double.NaN or double.PositiveInfinity or double.NegativeInfinity) or float.NaN or float.PositiveInfinity or float.NegativeInfinity)
        {
            throw new ScriptRuntimeException(place, "JSON has no number for this value");
        }

        json.WriteRawValue(number.ToString(null, CultureInfo.InvariantCulture));
    }
}
