using System.Text;
using System.Text.Json;
using JcmHub.JsonSchema.Batch;
using static JcmHub.JsonSchema.Tests.Judgement;

namespace JcmHub.JsonSchema.Tests.Cases;

public sealed class BatchTests
{
    [Fact]
    public async Task Run_LinesInAndOut_KeepTheirOrder()
    {
        var (answers, summary) = await Run(
            """
            {"schema":{"type":"integer"},"instance":1}
            {"instance":"日本","note":[{}],"schema":{"maxLength":1}}

            {"schema":{"type":"int"},"instance":1}
            {"schema":true,"instance":{"a":1,"a":2}}
            {"schema":true}
            {"schema":true,"instance":[}
            [1]
            { "schema" : false , "instance" : null }
            """);
        Assert.Equal(
            ["True", "False schema-max-length", "False invalid-schema-keyword", "False json-duplicate-name", "False batch-line", "False json-syntax",
             "False batch-line", "False schema-false"], answers.Select(Tell));
        Assert.Equal(new BatchSummary(8, 1), summary);
        Assert.Contains("文字", answers[1], StringComparison.Ordinal);
        Assert.Contains("\"instanceLocation\":\"\",\"keywordLocation\":\"/maxLength\",\"line\":1,\"column\":1", answers[1], StringComparison.Ordinal);
        Assert.Contains("\"schemaLocation\":\"#/type\"", answers[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_InputInPiecesWithoutLastBreak_AnswersTheSame()
    {
        var input = Encoding.UTF8.GetBytes("{\"schema\":{\"const\":\"é\"},\"instance\":\"é\"}\r\n\r\n{\"schema\":{\"const\":1},\"instance\":2}\n{\"schema\":{\"const\":1},\"instance\":1.0}");
        for (var size = 1; size < 50; size++)
        {
            using var output = new MemoryStream();
            Assert.Equal(new BatchSummary(3, 2), await new BatchValidation(new SchemaRegistry()).RunAsync(new Trickle(input, size), output));
            Assert.Equal(["True", "False schema-const", "True"], Lines(output).Select(Tell));
        }
    }

    [Fact]
    public async Task Run_LongLines_AreAnswered()
    {
        var items = string.Join(',', Enumerable.Range(0, 50_000));
        var (answers, _) = await Run($$$"""{"schema":{"items":{"type":"integer"}},"instance":[{{{items}}},"x"]}""");
        Assert.Equal(["False schema-type"], answers.Select(Tell));
    }

    [Fact]
    public async Task Folder_OfSchemas_IsFoundByPathAndById()
    {
        var folder = Directory.CreateTempSubdirectory("jcmhub-schemas-");
        try
        {
            folder.CreateSubdirectory("sub dir");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "a.json"), """{"$id":"https://example.com/a","type":"integer"}""");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "sub dir", "b.json"), """{"$ref":"../a.json"}""");
            var registry = new SchemaRegistry();
            SchemaFolder.AddTo(registry, folder.FullName);
            var (answers, _) = await Run(
                """
                {"schema":{"$ref":"http://localhost:1234/a.json"},"instance":"x"}
                {"schema":{"$ref":"https://example.com/a"},"instance":"x"}
                {"schema":{"$ref":"http://localhost:1234/sub%20dir/b.json"},"instance":"x"}
                {"schema":{"$ref":"http://localhost:1234/c.json"},"instance":"x"}
                """, registry);
            Assert.Equal(["False schema-type", "False schema-type", "False schema-type", "False invalid-schema-reference"], answers.Select(Tell));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(string[] Answers, BatchSummary Summary)> Run(string input, SchemaRegistry? registry = null)
    {
        using var output = new MemoryStream();
        var summary = await new BatchValidation(registry ?? new SchemaRegistry()).RunAsync(new MemoryStream(Bytes(input)), output);
        return (Lines(output), summary);
    }

    private static string[] Lines(MemoryStream output) =>
        Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Tell(string answer)
    {
        using var parsed = JsonDocument.Parse(answer);
        var codes = parsed.RootElement.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("code").GetString());
        return string.Join(' ', [parsed.RootElement.GetProperty("valid").ToString(), .. codes]);
    }
}
