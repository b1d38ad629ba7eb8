using JcmHub.Domain.Methodologies;
using JcmHub.JsonSchema;

namespace JcmHub.Flows.Computation;

/// <summary>Hands the engine what the validator hands out, so that a report is read once for its verdict and its numbers.</summary>
internal sealed class TokenSink(IReportTokens tokens) : IValueSink
{
    public void StartObject(in ValuePath path)
    {
        Name(path);
        tokens.StartObject();
    }

    public void EndObject(in ValuePath path) => tokens.EndObject();

    public void StartArray(in ValuePath path)
    {
        Name(path);
        tokens.StartArray();
    }

    public void EndArray(in ValuePath path) => tokens.EndArray();

    public void Scalar(in ValuePath path, in ScalarValue value)
    {
        Name(path);
        switch (value.Kind)
        {
            case ScalarKind.String:
                tokens.Text(value.Utf8);
                break;
            case ScalarKind.Number:
                tokens.Number(value.Utf8);
                break;
            default:
                tokens.Literal();
                break;
        }
    }

    private void Name(in ValuePath path)
    {
        if (path.Depth == 0)
            return;
        var last = path.Last;
        if (!last.IsIndex)
            tokens.Name(last.Name);
    }
}
