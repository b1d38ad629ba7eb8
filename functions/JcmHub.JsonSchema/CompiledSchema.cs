using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using JcmHub.JsonSchema.Plans;
using JcmHub.JsonSchema.Runs;
using JcmHub.JsonSchema.Schemas;

namespace JcmHub.JsonSchema;

/// <summary>
/// A schema ready to judge documents; any number of threads may use it at once. A document is read once, in pieces, and
/// never held as a whole.
/// </summary>
public sealed class CompiledSchema
{
    private static readonly Lazy<CompiledSchema> s_anything = new(() =>
    {
        var bound = new BoundSchemas(new DynamicScope.Pool((_, _) => throw new InvalidOperationException()));
        var document = new SchemaValue(JsonKinds.Object, 1, 1);
        var root = bound.Root(new SchemaNode(document, SchemaDocument.Empty(document)));
        return new CompiledSchema(new PlanLibrary(bound, root, SchemaOptions.Default));
    });

    private readonly ConcurrentBag<ValidationRun> _idle = [];

    internal CompiledSchema(PlanLibrary library) => Plans = library;

    /// <summary>The options that it was compiled with.</summary>
    public SchemaOptions Options => Plans.Options;

    internal PlanLibrary Plans { get; }

    /// <summary>The schema <c>true</c>: any JSON document within the limits.</summary>
    internal static CompiledSchema Anything => s_anything.Value;

    /// <summary>Judges a document that is in memory.</summary>
    public ValidationResult Validate(ReadOnlyMemory<byte> document, IValueSink? sink = null) => Validate(document.Span, sink);

    /// <summary>Judges a document that is in memory.</summary>
    public ValidationResult Validate(ReadOnlySpan<byte> document, IValueSink? sink = null)
    {
        var run = Rent(sink);
        var isWhole = document.Length <= Options.MaxDocumentBytes;
        var within = isWhole ? document : document[..(int)Options.MaxDocumentBytes];
        var consumed = run.Advance(within, isWhole);
        if (!isWhole)
            run.RefuseSize(within[consumed..]);
        return Return(run);
    }

    /// <summary>Judges a document that is in memory in several pieces.</summary>
    public ValidationResult Validate(in ReadOnlySequence<byte> document, IValueSink? sink = null)
    {
        using var feed = new DocumentFeed(Rent(sink), Options, DocumentFeed.DefaultBuffer);
        foreach (var piece in document)
        {
            if (!feed.Append(piece.Span))
                break;
        }
        feed.End();
        return Return(feed.Run);
    }

    /// <summary>Judges a document as it is read; memory does not grow with the document.</summary>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public ValueTask<ValidationResult> ValidateAsync(Stream document, IValueSink? sink = null, CancellationToken cancellationToken = default) =>
        ValidateAsync(document, sink, DocumentFeed.DefaultBuffer, cancellationToken);

    /// <summary>Judges a document as it comes through a pipe, to the pipe's end or to the point where the document is refused.</summary>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public async ValueTask<ValidationResult> ValidateAsync(PipeReader document, IValueSink? sink = null, CancellationToken cancellationToken = default)
    {
        using var feed = new DocumentFeed(Rent(sink), Options, DocumentFeed.DefaultBuffer);
        while (true)
        {
            var read = await document.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.IsCanceled)
                throw new OperationCanceledException();
            var isWanted = true;
            foreach (var piece in read.Buffer)
                isWanted = isWanted && feed.Append(piece.Span);
            document.AdvanceTo(read.Buffer.End);
            if (!isWanted || read.IsCompleted)
                break;
        }
        feed.End();
        return Return(feed.Run);
    }

    internal async ValueTask<ValidationResult> ValidateAsync(Stream document, IValueSink? sink, int bufferSize, CancellationToken cancellationToken)
    {
        using var feed = new DocumentFeed(Rent(sink), Options, bufferSize);
        while (true)
        {
            var read = await document.ReadAsync(feed.Free, cancellationToken).ConfigureAwait(false);
            if (read == 0)
                break;
            if (!feed.Filled(read))
                break;
        }
        feed.End();
        return Return(feed.Run);
    }

    private ValidationRun Rent(IValueSink? sink)
    {
        if (!_idle.TryTake(out var run))
            run = new ValidationRun(Plans);
        run.Begin(sink);
        return run;
    }

    private ValidationResult Return(ValidationRun run)
    {
        var result = run.Result();
        if (run.IsWorthKeeping)
        {
            run.Begin(null);
            _idle.Add(run);
        }
        return result;
    }
}
