using JcmHub.JsonSchema.Checks;

namespace JcmHub.JsonSchema.Runs;

/// <summary>
/// An error under a branch whose verdict is open. Its texts lie in the run's text arena: instance location, then
/// keyword location. Without an assertion it only says that the branch had more errors than it may hold.
/// </summary>
internal struct HeldError
{
    public Assertion? Assertion;
    public JsonKinds Actual;
    public long Detail;
    public Position Position;
    public int TextStart;
    public int InstanceLength;
    public int KeywordLength;

    /// <summary>The branch that holds it: the frame's depth and the slot in its plan; depth -1 once it is given up.</summary>
    public int Depth;

    public int Slot;
}
