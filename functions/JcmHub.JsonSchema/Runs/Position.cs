namespace JcmHub.JsonSchema.Runs;

/// <summary>A place in the document: bytes from its start, line and column from 1, columns in code points.</summary>
internal readonly record struct Position(long Offset, long Line, long Column);
