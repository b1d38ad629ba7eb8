using System.Text;
using JcmHub.JsonSchema.Checks;
using JcmHub.JsonSchema.Plans;
using JcmHub.JsonSchema.Text;

namespace JcmHub.JsonSchema.Runs;

/// <summary>
/// Errors on their way: up through the evaluations that they fail, to a branch that holds them until it is decided, or
/// to the document.
/// </summary>
internal sealed partial class ValidationRun
{
    /// <summary>Errors that all open branches together hold, and their texts, beyond which branches only count as failed.</summary>
    private const int MaxHeld = 4096;
    private const int MaxHeldText = 16 << 20;

    private static readonly ValidationResult s_valid = new(true, [], false);

    private readonly ByteArena _text = new();
    private readonly HashSet<(int Depth, int Slot)> _visited = [];
    private readonly List<(ValidationError Error, long Offset)> _errors = [];
    private HeldError[] _held = new HeldError[8];
    private int _heldCount;
    private bool _isInvalid;
    private bool _isOmitted;
    private bool _isForked;
    private bool _isEmitted;

    public ValidationResult Result()
    {
        if (!_isInvalid)
            return s_valid;
        ValidationError[] inOrder = [.. _errors.OrderBy(e => e.Offset).Select(e => e.Error)];
        return new ValidationResult(false, inOrder, _isOmitted);
    }

    private void ClearErrors()
    {
        _errors.Clear();
        _text.Truncate(0);
        _heldCount = 0;
        _isInvalid = false;
        _isOmitted = false;
        _explainTarget = null;
    }

    /// <summary>An error on the innermost open container.</summary>
    private void RaiseAtContainer(Slot slot, Assertion assertion, long detail)
    {
        ref var frame = ref _frames[_depth - 1];
        var error = new HeldError
        {
            Assertion = assertion,
            Actual = frame.IsObject ? JsonKinds.Object : JsonKinds.Array,
            Detail = detail,
            Position = frame.Start,
        };
        if (FailsSilently(slot, _depth - 1))
            return;
        var held = _heldCount;
        WriteTexts(ref error, _depth - 1, slot, _depth - 1, default);
        Fail(slot, _depth - 1, error);
        ForgetTexts(error, held);
    }

    /// <summary>An error on a scalar within the innermost open container.</summary>
    private void RaiseAtScalar(Slot slot, Assertion assertion, ScalarKind kind, in Position position, ReadOnlySpan<byte> name)
    {
        var error = new HeldError { Assertion = assertion, Actual = JsonKindsNames.Of(kind), Position = position };
        var root = slot;
        // Branches on the scalar itself were decided before they were explained.
        while (root.Parent is not null)
            root = root.Parent;
        if (!root.IsConditional && root.Outer.Length == 1 && FailsSilently(_frames[_depth - 1].Plan.Slots[root.Outer[0]], _depth - 1))
            return;
        var held = _heldCount;
        WriteTexts(ref error, _depth, slot, _depth, name);
        if (root.IsConditional)
            Fail(_explainTarget!, _depth - 1, error);
        else
            FailAround(root, _depth, error);
        ForgetTexts(error, held);
    }

    /// <summary>Nobody wants to hear of most failures: those under <c>not</c>, <c>if</c> and the like only count.</summary>
    private bool FailsSilently(Slot slot, int depth)
    {
        while (true)
        {
            if (slot.IsConditional)
            {
                if (!slot.IsSilent)
                    return false;
                _state[_frames[depth].State + slot.StateWord] |= FailedBit;
                return true;
            }
            if (slot.Parent is not null)
                slot = slot.Parent;
            else if (slot.Outer.Length != 1)
                return false;
            else
                slot = _frames[--depth].Plan.Slots[slot.Outer[0]];
        }
    }

    private void ForgetTexts(in HeldError error, int heldBefore)
    {
        if (_heldCount == heldBefore)
            _text.Truncate(error.TextStart);
    }

    private void Fail(Slot slot, int depth, in HeldError error)
    {
        while (true)
        {
            if (slot.IsConditional)
            {
                Hold(slot, depth, error);
                return;
            }
            if (slot.Parent is null)
                break;
            slot = slot.Parent;
        }
        FailAround(slot, depth, error);
    }

    /// <summary>Goes on from a root slot to the slots that it serves in the container around.</summary>
    private void FailAround(Slot root, int depth, in HeldError error)
    {
        if (depth == 0)
        {
            Emit(error);
            return;
        }
        var slots = _frames[depth - 1].Plan.Slots;
        if (root.Outer.Length == 1)
        {
            Fail(slots[root.Outer[0]], depth - 1, error);
            return;
        }
        _isForked = true;
        foreach (var outer in root.Outer)
        {
            if (_visited.Add((depth - 1, outer)))
                Fail(slots[outer], depth - 1, error);
        }
    }

    private void Hold(Slot slot, int depth, in HeldError error)
    {
        ref var word = ref _state[_frames[depth].State + slot.StateWord];
        word |= FailedBit;
        if (slot.IsSilent || (_isForked && !_visited.Add((depth, ~slot.Index))))
            return;
        if (error.Assertion is null || (int)(word >> HeldShift) >= _options.MaxErrors || _heldCount >= MaxHeld || _text.Length > MaxHeldText)
        {
            word |= OmittedBit;
            return;
        }
        word += 1UL << HeldShift;
        if (_heldCount == _held.Length)
            Array.Resize(ref _held, _heldCount * 2);
        _held[_heldCount] = error;
        _held[_heldCount].Depth = depth;
        _held[_heldCount++].Slot = slot.Index;
    }

    /// <summary>A branch of the innermost open container counts: its errors go on to the slot above it.</summary>
    private void Promote(Slot branch, Slot to) => Promote(branch, to, _depth - 1);

    private void Promote(Slot branch, Slot to, int toDepth)
    {
        var depth = _depth - 1;
        var count = _heldCount;
        for (var i = _frames[depth].HeldMark; i < count && !_isFinished; i++)
        {
            if (_held[i].Depth != depth || _held[i].Slot != branch.Index)
                continue;
            _held[i].Depth = -1;
            BeginFailure();
            Fail(to, toDepth, _held[i]);
        }
        if ((_state[_frames[depth].State + branch.StateWord] & OmittedBit) == 0)
            return;
        BeginFailure();
        Fail(to, toDepth, default);
    }

    /// <summary>An error that several evaluations share reaches each holder, and the document, once.</summary>
    private void BeginFailure()
    {
        if (_isForked)
            _visited.Clear();
        _isForked = false;
        _isEmitted = false;
    }

    /// <summary>Forgets what the closing container's branches held; what went on to containers around stays.</summary>
    private void DropHeld(int mark)
    {
        if (_heldCount == mark)
            return;
        var kept = mark;
        for (var i = mark; i < _heldCount; i++)
        {
            if (_held[i].Depth >= 0 && _held[i].Depth < _depth - 1)
                _held[kept++] = _held[i];
        }
        _heldCount = kept;
        var end = 0;
        for (var i = 0; i < kept; i++)
            end = Math.Max(end, _held[i].TextStart + _held[i].InstanceLength + _held[i].KeywordLength);
        _text.Truncate(end);
    }

    private void Emit(in HeldError error)
    {
        _isInvalid = true;
        if (_isEmitted)
            return;
        _isEmitted = true;
        if (error.Assertion is null || _errors.Count == _options.MaxErrors)
        {
            _isOmitted = true;
            _isFinished |= _errors.Count == _options.MaxErrors;
            return;
        }
        var phrase = error.Assertion.Describe(error.Actual, error.Detail);
        var instance = Encoding.UTF8.GetString(_text[error.TextStart, error.InstanceLength]);
        var keyword = Encoding.UTF8.GetString(_text[error.TextStart + error.InstanceLength, error.KeywordLength]);
        _errors.Add((new ValidationError(error.Assertion.Code, instance, keyword, error.Position.Line, error.Position.Column, phrase.En, phrase.Ja),
            error.Position.Offset));
    }
}
