using System.Globalization;
using System.Text;

namespace JcmHub.Soak.Reports;

/// <summary>
/// A monitoring report of minute readings, made as it is read: every meter of TH014 read every minute of whole days from
/// 1 March on, without a gap, every field as a meter's export would write it. Nothing is allocated per reading.
/// </summary>
public sealed class MinuteReportStream : Stream
{
    private const int MinutesPerDay = 24 * 60;

    private readonly DateTime _first;
    private readonly int _meters;
    private readonly int _minutes;
    private readonly bool _meterByMeter;
    private readonly byte[] _line = new byte[512];
    private readonly byte[] _tail = "],\"comment\":\"minute data\"}"u8.ToArray();
    private long _next = -1;
    private int _start;
    private int _end;

    /// <param name="meters">How many meters, at most 999.</param>
    /// <param name="days">How many days, at most 300.</param>
    /// <param name="year">Of which year.</param>
    /// <param name="meterByMeter">One meter after another; else minute after minute, as a data logger writes.</param>
    public MinuteReportStream(int meters, int days, int year = 2021, bool meterByMeter = false)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(meters, 999);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, 300);
        _first = new DateTime(year, 3, 1, 0, 0, 0, DateTimeKind.Unspecified);
        _meters = meters;
        _minutes = days * MinutesPerDay;
        _meterByMeter = meterByMeter;
        Readings = (long)meters * _minutes;
    }

    /// <summary>How many readings it has.</summary>
    public long Readings { get; }

    /// <summary>What they come to, in millionths of a megawatt hour.</summary>
    public long TotalWattHours
    {
        get
        {
            var total = 0L;
            for (var minute = 0; minute < _minutes; minute++)
            {
                for (var meter = 0; meter < _meters; meter++)
                    total += WattHours(minute, meter);
            }
            return total;
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var written = 0;
        while (written < buffer.Length && (_start < _end || Next()))
        {
            var part = Math.Min(_end - _start, buffer.Length - written);
            _line.AsSpan(_start, part).CopyTo(buffer[written..]);
            _start += part;
            written += part;
        }
        return written;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static int WattHours(int minute, int meter) => ((minute * 7) + (meter * 13)) % 500;

    private bool Next()
    {
        (_start, _end) = (0, 0);
        if (_next < 0)
            Head();
        else if (_next < Readings)
            Reading(_meterByMeter ? (int)(_next % _minutes) : (int)(_next / _meters), _meterByMeter ? (int)(_next / _minutes) : (int)(_next % _meters));
        else if (_next == Readings)
            Put(_tail);
        _next++;
        return _end > 0;
    }

    private void Head()
    {
        var last = _first.AddMinutes(_minutes - 1);
        Put(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $$$"""{"documentType":"monitoring-report","schemaVersion":"1.0","project":"TH014","methodologies":[{"id":"TH_AM001","version":"1.0"}],"monitoringPeriod":{"from":"{{{_first:yyyy-MM-dd}}}","to":"{{{last:yyyy-MM-dd}}}"},"submittedBy":{"entity":"TSB Bangkok Co., Ltd.","role":"project-participant"},"readings":[""")));
    }

    private void Reading(int minute, int meter)
    {
        if (_next > 0)
            Put(",\n"u8);
        Put("{\"methodology\":\"TH_AM001\",\"parameter\":\"EG\",\"point\":\"PV-"u8);
        Digits(meter + 1, 3);
        Put("\",\"from\":\""u8);
        Moment(_first.AddMinutes(minute));
        Put("\",\"to\":\""u8);
        Moment(_first.AddMinutes(minute + 1));
        Put("\",\"value\":\"0."u8);
        Digits(WattHours(minute, meter), 6);
        Put("\",\"unit\":\"MWh\",\"option\":\"C\",\"source\":\"revenue meter\"}"u8);
    }

    private void Moment(DateTime at)
    {
        Digits(at.Year, 4);
        Put("-"u8);
        Digits(at.Month, 2);
        Put("-"u8);
        Digits(at.Day, 2);
        Put("T"u8);
        Digits(at.Hour, 2);
        Put(":"u8);
        Digits(at.Minute, 2);
        Put(":00+07:00"u8);
    }

    private void Digits(int value, int count)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            _line[_end + i] = (byte)('0' + (value % 10));
            value /= 10;
        }
        _end += count;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_line.AsSpan(_end));
        _end += bytes.Length;
    }
}
