using System.Globalization;
using System.Text;

namespace JcmHub.Benchmarks.JsonSchema;

/// <summary>
/// Monitoring reports of minute readings, made as they are read: every field that the samples' readings have, one object
/// after another as a meter's export would write them.
/// </summary>
internal sealed class ReportBytes : Stream
{
    private static readonly byte[] s_head = Encoding.UTF8.GetBytes("""
        {"documentType":"monitoring-report","schemaVersion":"1.0","project":"TH014","methodologies":[{"id":"TH_AM001","version":"1.0"}],"monitoringPeriod":{"from":"2021-01-01","to":"2022-12-31"},"submittedBy":{"entity":"TSB Bangkok Co., Ltd.","role":"project-participant"},"readings":[
        """.Trim());

    private static readonly byte[] s_tail = "],\"comment\":\"minute data\"}"u8.ToArray();
    private readonly byte[] _pending = new byte[1024];
    private long _left;
    private long _number;
    private int _start;
    private int _end;
    private bool _isEnded;

    public ReportBytes(long readings)
    {
        _left = readings;
        Take(s_head);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public static byte[] ToArray(int readings)
    {
        using var bytes = new MemoryStream();
        using var report = new ReportBytes(readings);
        report.CopyTo(bytes);
        return bytes.ToArray();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var written = 0;
        while (written < buffer.Length)
        {
            if (_start == _end && !Next())
                break;
            var part = Math.Min(_end - _start, buffer.Length - written);
            _pending.AsSpan(_start, part).CopyTo(buffer[written..]);
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

    private bool Next()
    {
        if (_left > 0)
        {
            _left--;
            var n = _number++;
            // A year's minutes, over and over.
            var from = new DateTime(2021, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMinutes(n % 525_600);
            var comma = n > 0 ? "," : "";
            FormattableString reading =
                $"{comma}{{\"methodology\":\"TH_AM001\",\"parameter\":\"EG\",\"point\":\"PV-{1 + n % 9}\",\"from\":\"{from:yyyy-MM-ddTHH:mm:ss}+07:00\",\"to\":\"{from.AddMinutes(1):yyyy-MM-ddTHH:mm:ss}+07:00\",\"value\":\"0.{n % 10_000:D4}\",\"unit\":\"MWh\",\"option\":\"C\",\"source\":\"revenue meter\"}}";
            return Take(Encoding.UTF8.GetBytes(reading.ToString(CultureInfo.InvariantCulture)));
        }
        if (_isEnded)
            return false;
        _isEnded = true;
        return Take(s_tail);
    }

    private bool Take(byte[] bytes)
    {
        bytes.CopyTo(_pending, 0);
        (_start, _end) = (0, bytes.Length);
        return true;
    }
}
