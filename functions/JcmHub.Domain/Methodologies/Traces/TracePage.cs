using System.Globalization;
using JcmHub.Domain.Methodologies.Evaluation;
using JcmHub.Domain.Methodologies.Language;
using JcmHub.Domain.Methodologies.Reports;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Traces;

/// <summary>
/// A trace as a page that a verifier can follow with a pocket calculator: every line names its operands, puts in their
/// values and gives the result with its unit. One file, no script, nothing fetched.
/// </summary>
internal sealed class TracePage(PageWriter page, CalculationTrace trace)
{
    private const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1c1e21}
        h1{font-size:1.5rem}h2{border-bottom:2px solid #345;margin-top:2.5rem}h3{margin-top:2rem}
        table{border-collapse:collapse;margin:.5rem 0 1rem}th,td{border:1px solid #c8ccd0;padding:.25rem .6rem;text-align:left;vertical-align:top}
        td.n,code{font-family:ui-monospace,monospace;font-size:.92em}td.n{text-align:right;white-space:nowrap}
        .ja{display:block;color:#555;font-size:.85em}.result{font-size:1.2rem;font-weight:600}.round{background:#fff4d6}
        .warn{background:#fdecea;border-left:4px solid #c0392b;padding:.5rem 1rem}ol.steps{font-family:ui-monospace,monospace;font-size:.9em;overflow-wrap:anywhere}
        """;

    public void Write()
    {
        page.Tag("<!doctype html>\n<html lang=en><head><meta charset=utf-8><meta name=viewport content=\"width=device-width\"><title>")
            .Text($"{trace.Project} {trace.Period}").Tag("</title><style>\n").Tag(Style).Tag("\n</style></head><body>\n<h1>")
            .Both($"Calculation trace: {trace.Project}, {trace.Period}", $"算定過程: {trace.Project}（{trace.Period}）").Tag("</h1>\n");
        foreach (var methodology in trace.Methodologies) WriteMethodology(methodology);
        if (trace.Vintages.Count == 0)
            page.Tag("<p class=warn>").Both("There is no result: the report has errors.", "報告書に誤りがあるため、結果はありません。").Tag("</p>\n");
        foreach (var vintage in trace.Vintages) WriteVintage(vintage);
        page.Tag("</body></html>\n");
    }

    private void WriteMethodology(Methodology methodology)
    {
        page.Tag("<h2>").Both($"{methodology.Reference} {methodology.Title.En}", methodology.Title.Ja).Tag("</h2>\n");
        if (methodology.Status != MethodologyStatus.OfficialTextRead)
        {
            page.Tag("<p class=warn>").Both(
                $"This methodology file is {Words.Of(methodology.Status)}: the result cannot be issued on outside a demonstration.",
                "この方法論ファイルは公式文書に基づくものではないため、実証以外では発行の根拠になりません。").Tag("</p>\n");
        }

        page.Tag("<table>").Row("Content hash", "ファイルのハッシュ値", methodology.ContentHash).Row("Source", "出典", methodology.Provenance.Source);
        if (methodology.GwpSet is { } set) page.Row("Global warming potentials", "地球温暖化係数", set);
        if (methodology.NdcBasis is { } ndc) page.Row("NDC that the reference rests on", "リファレンスが依拠するNDC", ndc);
        page.Tag("</table>\n");
    }

    private void WriteVintage(VintageCalculation calculation)
    {
        var result = calculation.Result;
        page.Tag("<h2>").Both($"Vintage {result.Vintage}: {result.Tonnes} tCO2eq", $"{result.Vintage}年ヴィンテージ: {result.Tonnes} tCO2eq").Tag("</h2>\n<table>");
        page.Row("Reference emissions", "リファレンス排出量", Shown(result.Reference));
        page.Row("− Project emissions", "− プロジェクト排出量", Shown(result.Project));
        if (!result.Leakage.Value.IsZero) page.Row("− Leakage", "− リーケージ", Shown(result.Leakage));
        if (!result.Deduction.Value.IsZero) page.Row("− Deduction", "− 控除", Shown(result.Deduction));
        page.Row("= Emission reductions, exact", "= 排出削減量（丸め前）", Shown(result.Reductions));
        page.Tag("<tr class=round><th scope=row>").Both("Floored once to whole tonnes", "1トン未満切り捨て（ヴィンテージごとに1回）")
            .Tag("</th><td class=result>").Text($"{result.Tonnes} tCO2eq").Tag("</td></tr>\n");
        if (result is { BusinessAsUsual: { } bau, NotCredited: { } notCredited })
        {
            page.Row("Business-as-usual emissions", "BaU排出量", Shown(bau));
            page.Row("Reduced but not credited: BaU − reference", "クレジットとならない削減: BaU − リファレンス", Shown(notCredited));
        }

        page.Tag("</table>\n");
        foreach (var part in calculation.Parts) WritePart(part);
    }

    private void WritePart(MethodologyCalculation part)
    {
        var model = part.Methodology.Model;
        page.Tag("<h3>").Both($"{part.Methodology.Reference}: inputs", $"{part.Methodology.Reference}: 入力").Tag("</h3>\n<table><tr><th>")
            .Both("Name", "記号").Tag("</th><th>").Both("Meaning", "内容").Tag("</th><th>").Both("Value", "値").Tag("</th><th>")
            .Both("Unit", "単位").Tag("</th><th>").Both("From", "出所").Tag("</th></tr>\n");
        foreach (var variable in model.Inputs)
        {
            var title = part.Methodology.Parameters.FirstOrDefault(p => p.Name == variable.Name)?.Title;
            for (var cell = 0; cell < part.Table.CellCount(variable); cell++) WriteInput(part.Table, variable, cell, title);
        }

        page.Tag("</table>\n<h3>").Both($"{part.Methodology.Reference}: the sum, step by step", $"{part.Methodology.Reference}: 計算の過程").Tag("</h3>\n");
        var recorder = new PageSteps(page, part.Table.ForReplay(), model);
        recorder.Write();
    }

    private void WriteInput(ValueTable table, Variable variable, int cell, BilingualText? title)
    {
        page.Tag("<tr><td><code>").Text(table.Reference(variable, cell)).Tag("</code></td><td>");
        if (title is not null) page.Both(title.En, title.Ja);
        page.Tag("</td><td class=n>").Text(PageSteps.Shown(table.Get(variable, cell).Nominal)).Tag("</td><td>").Text(variable.Unit.ToString()).Tag("</td><td>");
        switch (table.OriginOf(variable, cell))
        {
            case ReadingsOrigin readings:
                WriteReadings(readings);
                break;
            case FixedOrigin { Provenance: var provenance, Case: var which }:
                if (which is not null) page.Both($"case '{which}'", $"区分「{which}」");
                if (provenance is not null) page.Text($"{provenance.Source} ({Words.Of(provenance.Certainty)})");
                break;
            case ProjectOrigin project:
                page.Both("project's file", "プロジェクトファイル").Tag(" <code>").Text(project.Pointer).Tag("</code> ").Text(project.Source ?? "");
                break;
            case GwpOrigin gwp:
                page.Both("global warming potential", "地球温暖化係数").Text(" " + gwp.Set);
                break;
            case AbsentOrigin:
                page.Both("nothing reported; the methodology says what to take", "報告なし（方法論の規定による値）");
                break;
            default:
                page.Both("calendar", "暦");
                break;
        }

        page.Tag("</td></tr>\n");
    }

    private void WriteReadings(ReadingsOrigin origin)
    {
        var (series, total) = (origin.Series, origin.Total);
        var isFlow = series.Parameter.Measure == Measure.Flow;
        if (trace.Readings is null || total.Readings is null)
        {
            page.Both(
                $"{(isFlow ? "sum" : "mean by length")} of {total.Count} readings, /readings/{total.FirstOrdinal} to /readings/{total.LastOrdinal}",
                $"測定値{total.Count}件の{(isFlow ? "合計" : "時間加重平均")}").Tag(" <code>").Text(total.Hash?.Digest() ?? "").Tag("</code>");
            return;
        }

        page.Tag("<details><summary>").Both($"{(isFlow ? "sum" : "mean by length")} of {total.Count} readings", $"測定値{total.Count}件の{(isFlow ? "合計" : "時間加重平均")}").Tag("</summary><table>");
        foreach (var (ordinal, share) in total.Readings.OrderBy(r => r.Ordinal))
        {
            var reading = trace.Readings[ordinal];
            page.Tag("<tr><td><code>").Text(reading.Pointer).Tag("</code></td><td>").Text($"{reading.Span.FromText} – {reading.Span.ToText}")
                .Tag("</td><td class=n>").Text(reading.Value.ToString(CultureInfo.InvariantCulture));
            if (share is { } part) page.Text($" × {part}");
            page.Tag("</td></tr>");
        }

        page.Tag("</table></details>");
    }

    private static string Shown(Quantity quantity) => $"{PageSteps.Shown(quantity.Value)} {quantity.Unit}";
}
