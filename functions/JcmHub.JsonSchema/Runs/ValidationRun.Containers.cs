using JcmHub.JsonSchema.Checks;
using JcmHub.JsonSchema.Plans;

namespace JcmHub.JsonSchema.Runs;

/// <summary>Objects and arrays as they open and close.</summary>
internal sealed partial class ValidationRun
{
    private int Open(int i, bool isObject, ReadOnlySpan<byte> name)
    {
        if (_depth == _options.MaxDepth)
        {
            Fault(ErrorCodes.LimitDepth, i, default);
            return i;
        }
        if (_depth == _frames.Length)
            Array.Resize(ref _frames, _depth * 2);
        var plan = _plan;
        ref var frame = ref _frames[_depth++];
        frame.Plan = plan;
        frame.Objects = isObject ? plan.Objects : null;
        frame.Arrays = isObject ? null : plan.Arrays;
        frame.State = ReserveState(isObject ? plan.Objects.StateWords : plan.Arrays.StateWords);
        frame.Count = 0;
        frame.LastName = -1;
        frame.NameLength = name.Length;
        frame.NameStart = name.IsEmpty ? _names.Length : _names.Append(name);
        frame.Start = PositionAt(i);
        frame.HeldMark = _heldCount;
        frame.UnknownMark = _unknownNames.Count;
        frame.ItemSet = -1;
        frame.FormStart = _isFormWanted ? _form.Begin(isObject) : -1;
        if (!isObject && plan.Arrays.Unique.Length > 0)
            frame.ItemSet = TakeItemSet();
        foreach (var (slot, assertion) in isObject ? plan.RefusesObjects : plan.RefusesArrays)
            RaiseAtContainer(slot, assertion, 0);
        if (_sink is not null)
        {
            var path = new ValuePath(this, _depth - 1, default, frame.Start);
            if (isObject)
                _sink.StartObject(path);
            else
                _sink.StartArray(path);
        }
        _expect = isObject ? Expect.FirstName : Expect.FirstItem;
        return i + 1;
    }

    /// <summary>A member's name has come; finds the plan of its value. False when the document is refused.</summary>
    private bool EnterMember(ref Frame frame, ObjectRules rules, int i, ReadOnlySpan<byte> name, int known)
    {
        var isNew = known < 0 ? _unknownNames.Add(frame.UnknownMark, name) : MarkSeen(frame, rules, known);
        if (!isNew || frame.Count == _maxProperties || _names.Length + name.Length > _maxPathBytes || (known < 0 && IsOverRetained()))
        {
            RefuseMember(frame, i, name, isNew);
            return false;
        }
        frame.Count++;
        frame.LastName = known;
        _plan = known < 0 ? rules.Other(name) : rules.Known(known);
        if (_isFormWanted)
            _form.Name(name, isFirst: frame.Count == 1);
        if (rules.PropertyNames is { } namePlan)
            CheckName(namePlan, i, name);
        return true;
    }

    private void RefuseMember(in Frame frame, int i, ReadOnlySpan<byte> name, bool isNew)
    {
        if (_names.Length + name.Length > _maxPathBytes)
            Fault(ErrorCodes.LimitPath, i, default);
        else if (!isNew)
            Fault(ErrorCodes.JsonDuplicateName, i, default, isNamed: true, name);
        else
            Fault(frame.Count == _maxProperties ? ErrorCodes.LimitProperties : ErrorCodes.LimitRetained, i, default);
    }

    private bool IsOverRetained() => _form.Length + _itemSetBytes + _unknownNames.Bytes > _options.MaxRetainedBytes;

    private void CheckName(LocationPlan namePlan, int i, ReadOnlySpan<byte> name)
    {
        var value = new ScalarValue(ScalarKind.String, name);
        if (!namePlan.Program(ScalarKind.String).Accepts(value))
            Explain(namePlan, value, PositionAt(i), name);
    }

    private bool MarkSeen(in Frame frame, ObjectRules rules, int known)
    {
        ref var word = ref _state[frame.State + rules.SeenStart + (known >> 6)];
        var bit = 1UL << (known & 63);
        if ((word & bit) != 0)
            return false;
        word |= bit;
        return true;
    }

    private bool IsSeen(in Frame frame, int known) =>
        (_state[frame.State + frame.Objects!.SeenStart + (known >> 6)] & (1UL << (known & 63))) != 0;

    private int Close(int i)
    {
        ref var frame = ref _frames[_depth - 1];
        if (_sink is not null)
        {
            var path = new ValuePath(this, _depth - 1, default, frame.Start);
            if (frame.IsObject)
                _sink.EndObject(path);
            else
                _sink.EndArray(path);
        }
        if (frame.IsObject)
            CloseObject(ref frame);
        else
            CloseArray(ref frame);
        var plan = frame.Plan;
        for (var d = plan.Decisions.Length - 1; d >= 0; d--)
            Decide(plan.Decisions[d]);
        if (plan.ConditionalRoots.Length > 0)
            ReportContainer(plan);
        DropHeld(frame.HeldMark);
        if (frame.ItemSet >= 0)
        {
            _usedItemSets--;
            _itemSetBytes -= (long)_itemSets[frame.ItemSet].Count * ItemSet.BytesPerItem;
        }
        _names.Truncate(frame.NameStart);
        _stateLength = frame.State;
        _depth--;
        _expect = _depth == 0 ? Expect.End : Expect.AfterValue;
        if (_isFormWanted && _depth > 0)
            EndItem(frame.FormStart);
        return i + 1;
    }

    private void CloseObject(ref Frame frame)
    {
        var rules = frame.Objects!;
        if (frame.FormStart >= 0)
            _form.EndObject(frame.FormStart, frame.Count);
        _unknownNames.Close(frame.UnknownMark);
        var seen = _state.AsSpan(frame.State + rules.SeenStart, rules.SeenWords);
        for (var w = 0; w < seen.Length; w++)
        {
            if ((rules.RequiredNames[w] & ~seen[w]) == 0)
                continue;
            foreach (var rule in rules.Required)
            {
                if (!IsSeen(frame, rule.Needed))
                    RaiseAtContainer(rule.Slot, rule.Assertion, 0);
            }
            break;
        }
        foreach (var rule in rules.DependentRequired)
        {
            if (IsSeen(frame, rule.Trigger) && !IsSeen(frame, rule.Needed))
                RaiseAtContainer(rule.Slot, rule.Assertion, 0);
        }
        CheckCounts(rules.Counts, frame.Count);
    }

    private void CloseArray(ref Frame frame)
    {
        var rules = frame.Arrays!;
        if (frame.FormStart >= 0)
            _form.EndArray(frame.FormStart, frame.Count);
        CheckCounts(rules.Counts, frame.Count);
        for (var c = 0; c < rules.Contains.Length; c++)
        {
            var slot = rules.Contains[c];
            var count = (long)_state[frame.State + rules.CountStart + c];
            foreach (var bound in slot.Schema.Node.ContainsCounts)
            {
                if (!bound.Accepts(count))
                    RaiseAtContainer(slot, bound, 0);
            }
        }
    }

    private void CheckCounts((Slot Slot, CountBound Bound)[] counts, long count)
    {
        foreach (var (slot, bound) in counts)
        {
            if (!bound.Accepts(count))
                RaiseAtContainer(slot, bound, 0);
        }
    }

    /// <summary>A value has ended whose canonical form was written: the container around may have to compare it.</summary>
    private void EndItem(int formStart)
    {
        if (IsOverRetained())
        {
            Fault(ErrorCodes.LimitRetained, _token, default);
            return;
        }
        ref var frame = ref _frames[_depth - 1];
        if (frame.ItemSet >= 0)
            CompareItem(ref frame, formStart);
        else if (frame.FormStart < 0)
        {
            // The outermost array that compares has ended, and with it all that it kept.
            _isFormWanted = false;
            _form.Clear();
        }
    }

    private void CompareItem(ref Frame frame, int formStart)
    {
        if (_itemSets[frame.ItemSet].Add(_form, formStart))
        {
            _itemSetBytes += ItemSet.BytesPerItem;
            return;
        }
        if (frame.FormStart < 0)
            _form.Truncate(formStart);
        if (!_itemSets[frame.ItemSet].MarkRepeated())
            return;
        foreach (var (slot, assertion) in frame.Arrays!.Unique)
            RaiseAtContainer(slot, assertion, frame.Count - 1);
    }

    private int TakeItemSet()
    {
        _isFormWanted = true;
        if (_usedItemSets == _itemSets.Count)
            _itemSets.Add(new ItemSet());
        _itemSets[_usedItemSets].Clear();
        return _usedItemSets++;
    }

    private int ReserveState(int words)
    {
        var start = _stateLength;
        _stateLength += words;
        if (_stateLength > _state.Length)
            Array.Resize(ref _state, Math.Max(_stateLength, _state.Length * 2));
        _state.AsSpan(start, words).Clear();
        return start;
    }
}
