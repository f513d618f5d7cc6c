/** The report's style sheet. ASCII only: its hash stands in the content security policy. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: var(--vscode-editor-background, #fbfaf8);
  --card: var(--vscode-editorWidget-background, #ffffff);
  --ink: var(--vscode-foreground, #1d2129);
  --quiet: var(--vscode-descriptionForeground, #5c6470);
  --line: var(--vscode-panel-border, #e3e0da);
  --hover: var(--vscode-list-hoverBackground, #f3f1ec);
  --link: var(--vscode-textLink-foreground, #1f5fa8);
  --focus: var(--vscode-focusBorder, #1f5fa8);
  --field: var(--vscode-input-background, #ffffff);
  --field-line: var(--vscode-input-border, var(--line));
  --error: var(--vscode-charts-red, #b3261e);
  --warning: var(--vscode-charts-orange, #a85b00);
  --info: var(--vscode-charts-blue, #1f5fa8);
  --hint: var(--vscode-charts-purple, #6b4fa0);
  --good: var(--vscode-charts-green, #2f7d4f);
  --void: var(--line);
  --sans: var(--vscode-font-family, ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif);
  --mono: var(--vscode-editor-font-family, ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: var(--vscode-editor-background, #14171c);
    --card: var(--vscode-editorWidget-background, #1b1f26);
    --ink: var(--vscode-foreground, #e4e6ea);
    --quiet: var(--vscode-descriptionForeground, #9aa3b0);
    --line: var(--vscode-panel-border, #2c323c);
    --hover: var(--vscode-list-hoverBackground, #222730);
    --link: var(--vscode-textLink-foreground, #7fb2ee);
    --focus: var(--vscode-focusBorder, #7fb2ee);
    --field: var(--vscode-input-background, #20252d);
    --error: var(--vscode-charts-red, #f2837b);
    --warning: var(--vscode-charts-orange, #e8a854);
    --info: var(--vscode-charts-blue, #7fb2ee);
    --hint: var(--vscode-charts-purple, #b79df0);
    --good: var(--vscode-charts-green, #74c394);
  }
}
body.vscode-light { color-scheme: light; }
body.vscode-dark, body.vscode-high-contrast { color-scheme: dark; }
* { box-sizing: border-box; }
body { margin: 0; padding: 0; background: var(--ground); color: var(--ink); font: 14px/1.5 var(--sans); }
main, header { max-width: 1120px; margin: 0 auto; padding: 0 28px; }
header { padding-top: 36px; }
main { padding-bottom: 72px; }
h1, h2, h3, p { margin: 0; }
h1 { font-size: 22px; font-weight: 650; letter-spacing: -0.01em; display: flex; align-items: center; gap: 10px; }
h1 .of { color: var(--quiet); font-weight: 400; }
h2 { font-size: 16px; font-weight: 650; margin: 44px 0 4px; letter-spacing: -0.005em; }
h2 + p { color: var(--quiet); margin-bottom: 14px; max-width: 78ch; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
code, .path, .rule { font-family: var(--mono); font-size: 12.5px; }
.rule { white-space: nowrap; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 12px; top: 8px; background: var(--card); padding: 6px 10px; }
.bob { width: 22px; height: 22px; stroke: var(--link); fill: none; stroke-width: 1.6; stroke-linejoin: round; }
.facts { color: var(--quiet); margin-top: 6px; }
.hero { display: grid; grid-template-columns: minmax(230px, 1.1fr) 2fr; gap: 14px; margin-top: 26px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 18px 20px; }
.score { display: flex; align-items: center; gap: 18px; }
.score svg { width: 84px; height: 84px; flex: none; }
.ring { fill: none; stroke-width: 9; stroke: var(--void); }
.ring.full { stroke: var(--good); stroke-linecap: round; }
.ring-label { font: 650 23px var(--sans); fill: var(--ink); text-anchor: middle; }
.score strong { display: block; font-size: 15px; font-weight: 650; }
.score span { color: var(--quiet); }
.tallies { display: grid; grid-template-columns: repeat(4, 1fr); margin: 0; padding: 18px 0; }
.tallies div { padding: 0 20px; border-left: 1px solid var(--line); }
.tallies div:first-child { border-left: 0; }
.tallies dt { color: var(--quiet); display: flex; align-items: center; gap: 7px; }
.tallies dd { margin: 2px 0 0; font-size: 30px; font-weight: 650; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
.tallies .none dd { color: var(--quiet); font-weight: 400; }
.tallies small { display: block; font-size: 12px; font-weight: 400; letter-spacing: 0; color: var(--quiet); }
.mark { width: 12px; height: 12px; flex: none; fill: currentColor; }
.error { color: var(--error); } .warning { color: var(--warning); } .info { color: var(--info); } .hint { color: var(--hint); }
.holds { color: var(--good); } .unchecked { color: var(--quiet); }
.sections { display: grid; grid-template-columns: repeat(auto-fill, minmax(330px, 1fr)); gap: 12px; align-items: start; }
details.section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
details.section summary { padding: 13px 16px; cursor: pointer; list-style: none; display: grid; grid-template-columns: 1fr auto; row-gap: 8px; }
details.section summary::-webkit-details-marker { display: none; }
details.section summary:hover { background: var(--hover); border-radius: 10px; }
details.section b { font-weight: 600; }
details.section .tally { color: var(--quiet); font-variant-numeric: tabular-nums; }
details.section summary svg { grid-column: 1 / -1; width: 100%; height: 8px; display: block; }
rect.holds { fill: var(--good); } rect.open { fill: var(--warning); } rect.unchecked { fill: var(--void); }
.statements { list-style: none; margin: 0; padding: 2px 16px 14px; border-top: 1px solid var(--line); }
.statements li { display: grid; grid-template-columns: 20px 1fr; padding-top: 10px; }
.statements .mark { margin-top: 4px; }
.statements small { color: var(--quiet); display: block; font-size: 12.5px; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: 12px 16px; color: var(--quiet); border-bottom: 1px solid var(--line); }
th { text-align: left; font-weight: 600; color: var(--quiet); font-size: 12.5px; white-space: nowrap; }
th, td { padding: 9px 16px; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child td, tbody tr:last-child th { border-bottom: 0; }
tbody tr:hover { background: var(--hover); }
tbody th { color: var(--ink); font-size: inherit; font-weight: 400; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number.zero { color: var(--quiet); }
.severity { display: inline-flex; align-items: center; gap: 7px; white-space: nowrap; }
.message { min-width: 320px; }
.message .rule, .place .rule { font-size: 12px; }
.message > small { display: block; margin-top: 2px; color: var(--quiet); font-size: 12.5px; }
.fix { color: var(--good); }
.path { overflow-wrap: anywhere; }
.line { color: var(--quiet); }
td.place { min-width: 220px; max-width: 340px; }
[role="link"] { color: var(--link); cursor: pointer; }
[role="link"]:hover { text-decoration: underline; }
.filters { display: flex; gap: 10px; margin-bottom: 10px; flex-wrap: wrap; align-items: center; }
.filters[hidden] { display: none; }
.filters input, .filters select { font: inherit; color: var(--ink); background: var(--field); border: 1px solid var(--field-line); border-radius: 6px; padding: 6px 10px; }
.filters input { flex: 1 1 260px; min-width: 0; }
.filters output { color: var(--quiet); }
.aside { margin-top: 12px; }
.aside > summary { cursor: pointer; color: var(--quiet); padding: 4px 0 8px; }
.empty { padding: 22px 20px; margin-top: 14px; }
footer { color: var(--quiet); margin-top: 44px; font-size: 12.5px; max-width: 78ch; }
@media (max-width: 760px) {
  .hero { grid-template-columns: 1fr; }
  .tallies { grid-template-columns: repeat(2, 1fr); row-gap: 14px; }
  .tallies div:nth-child(3) { border-left: 0; }
  main, header { padding-left: 16px; padding-right: 16px; }
}
@media (forced-colors: active) { .mark, rect { forced-color-adjust: none; } }
@media print { .filters { display: none; } details.section { break-inside: avoid; } }
`;
