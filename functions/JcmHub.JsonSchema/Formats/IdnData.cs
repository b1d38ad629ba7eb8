using System.Globalization;
using System.Text;

namespace JcmHub.JsonSchema.Formats;

/// <summary>The Unicode data that IDNA 2008 needs, from <c>idna.txt</c>; read when the first label with <c>xn--</c> comes.</summary>
internal sealed class IdnData
{
    private readonly List<(int First, int Last)> _valid = [];
    private readonly Dictionary<int, char> _joining = [];
    private readonly Dictionary<int, byte> _classes = [];
    private readonly HashSet<(int, int)> _composing = [];

    private IdnData()
    {
        using var lines = new StreamReader(typeof(IdnData).Assembly.GetManifestResourceStream("idna.txt")!, Encoding.ASCII);
        var section = 0;
        while (lines.ReadLine() is { } line)
        {
            if (line is "%")
                section++;
            else if (line is not ['#', ..])
                Read(section, line.Split(' '));
        }
    }

    public static IdnData Instance => s_lazy.Value;

    private static readonly Lazy<IdnData> s_lazy = new(() => new IdnData());

    /// <summary>PVALID of RFC 5892.</summary>
    public bool IsValid(int character)
    {
        if (character < 0x80)
            return character is '-' or (>= '0' and <= '9') or (>= 'a' and <= 'z');
        var (low, high) = (0, _valid.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (character < _valid[middle].First)
                high = middle - 1;
            else if (character > _valid[middle].Last)
                low = middle + 1;
            else
                return true;
        }
        return false;
    }

    /// <summary>L, R, D or T; U for any other.</summary>
    public char JoiningTypeOf(int character) => _joining.GetValueOrDefault(character, 'U');

    /// <summary>The canonical combining class.</summary>
    public byte ClassOf(int character) => _classes.GetValueOrDefault(character);

    /// <summary>Whether NFC makes one character of two, leaving out Hangul, whose single letters no label may hold.</summary>
    public bool Composes(int starter, int character) => _composing.Contains((starter, character));

    private void Read(int section, string[] words)
    {
        int[] range = [.. words[0].Split('-').Select(Hexadecimal)];
        switch (section)
        {
            case 0:
                _valid.Add((range[0], range[^1]));
                break;
            case 1:
                for (var character = range[0]; character <= range[^1]; character++)
                    _joining.Add(character, words[1][0]);
                break;
            case 2:
                for (var character = range[0]; character <= range[^1]; character++)
                    _classes.Add(character, byte.Parse(words[1], CultureInfo.InvariantCulture));
                break;
            default:
                foreach (var starter in words.Skip(1))
                    _composing.Add((Hexadecimal(starter), range[0]));
                break;
        }
    }

    private static int Hexadecimal(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
