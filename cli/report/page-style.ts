import { declarations } from "./palette";

/** The page's only style sheet; its hash is the only style that the page's policy lets in. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;${declarations("light")}}
@media (prefers-color-scheme:dark){:root{${declarations("dark")}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1240px;margin:0 auto;padding:24px 20px 64px}
h1{font-size:1.1rem;margin:0 0 4px;color:var(--muted);font-weight:600;overflow-wrap:anywhere}
h2{font-size:1.15rem;margin:32px 0 8px}
h3{font-size:1rem;margin:16px 0 4px}
.verdict{margin:0 0 16px;padding:12px 16px;border-left:6px solid var(--muted);background:var(--panel);font-size:1.25rem;font-weight:600;overflow-wrap:anywhere}
.verdict.good{border-color:var(--good)}.verdict.bad{border-color:var(--bad)}.verdict.warn{border-color:var(--warn)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:0}
dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}
ul{padding-left:20px;margin:4px 0}
li{margin:6px 0;overflow-wrap:anywhere}
li b{font-weight:600}
h3.bad{color:var(--bad)}h3.warn{color:var(--warn)}
small,.note{color:var(--muted);font-size:.85rem}
.note{margin:6px 0 0;max-width:80ch}
a{color:var(--viewers)}
.charts{display:grid;grid-template-columns:1fr;gap:16px}
figure{margin:0;padding:12px;border:1px solid var(--grid);border-radius:6px;min-width:0}
figcaption{font-weight:600;margin-bottom:8px;overflow-wrap:anywhere}
svg{display:block;width:100%;height:auto}
svg.narrow{display:none}
.scroll{overflow-x:auto;border:1px solid var(--grid);border-radius:6px}
.scroll:focus-visible{outline:2px solid var(--viewers)}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:.875rem}
caption{text-align:left;position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{padding:5px 10px;text-align:left;vertical-align:top;border-bottom:1px solid var(--grid);white-space:nowrap;font-weight:400}
thead th{background:var(--panel);color:var(--muted);font-weight:600}
tbody tr:last-child>*{border-bottom:0}
.number{text-align:right}
.prose{white-space:normal;min-width:14em;overflow-wrap:anywhere}
tr.bad>*{color:var(--bad)}tr.warn>*{color:var(--warn)}
tr.total>*{font-weight:600;border-top:2px solid var(--muted)}
summary{cursor:pointer;margin:24px 0 8px;font-weight:600}
footer{margin-top:40px;color:var(--muted);font-size:.85rem}
@media (max-width:640px){main{padding:16px 12px 48px}svg.wide{display:none}svg.narrow{display:block}figure{padding:8px}dl{grid-template-columns:1fr}dt{margin-top:6px}.verdict{font-size:1.1rem}}
@media print{:root{color-scheme:light;${declarations("light")}}main{max-width:none;padding:0}svg.wide{display:block}svg.narrow{display:none}figure,tr,li{break-inside:avoid}h2,h3{break-after:avoid}.scroll{overflow:visible;border:0}table{font-size:8pt}th,td{padding:2px 5px;white-space:normal}}
`.trim();
