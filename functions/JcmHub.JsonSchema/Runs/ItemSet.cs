namespace JcmHub.JsonSchema.Runs;

/// <summary>The items of one open array, by their canonical forms.</summary>
internal sealed class ItemSet
{
    /// <summary>What an item takes in the list and in the index, whose table is at most half full and doubles.</summary>
    public const int BytesPerItem = 48;

    private readonly KeyedIndex _index = new();
    private List<(int Start, int Length)> _items = [];
    private bool _isRepeated;

    public int Count => _items.Count;

    /// <summary>Adds the item whose form begins at <paramref name="start"/>; false when an equal item is there.</summary>
    public bool Add(CanonicalForm form, int start)
    {
        var text = form.Since(start);
        if (!_index.Add(text, _items.Count, (form, _items), static (owner, entry) =>
            owner.form.At(owner._items[entry].Start, owner._items[entry].Length)))
            return false;
        _items.Add((start, text.Length));
        return true;
    }

    /// <summary>A repetition was found; true for the first.</summary>
    public bool MarkRepeated()
    {
        var isFirst = !_isRepeated;
        _isRepeated = true;
        return isFirst;
    }

    public void Clear()
    {
        _isRepeated = false;
        _index.Clear();
        if (_items.Capacity > 1024)
            _items = [];
        _items.Clear();
    }
}
