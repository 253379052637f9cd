/** The report's style sheet: the design tokens, the parts it uses, dark mode, phone and print. */

const light = `color-scheme:light;
--bg:#f5f6f8;--surface:#fff;--surface-sunken:#f0f2f5;--border:#e2e5ea;--border-strong:#c8cdd6;
--text:#161a23;--text-2:#474e5d;--text-3:#626a79;
--accent:#3f4bd1;--accent-text:#3944c2;--accent-soft:#eceefc;--accent-border:#bfc5f4;
--warning-text:#854900;--warning-soft:#fff4de;--warning-border:#efd39a;
--success-text:#12683d;--success-soft:#e7f5ed;--success-border:#b5dec7;
--seg-1:#1fa391;--seg-2:#2b60ca;--seg-3:#5a2590;--seg-4:#c0840b;--seg-5:#c63a0f;--seg-6:#565c68;
--seg-7:#712743;--seg-8:#797f5e;--seg-9:#462b14;--seg-10:#3784b2;--seg-11:#784094;--seg-12:#247035;
--div-1:#86b7e2;--div-2:#b7d5ef;--div-3:#dfecf8;--div-4:#f3f4f6;--div-5:#fce6d2;--div-6:#f8c79d;--div-7:#efa163;
--on-div:#161a23;--chart-grid:#e8ebef;--chart-axis:#b9c0cb;--chart-neutral:#b4bcc8;--chart-context:#8b94a3;
--chart-main:#33507a;--shadow:0 1px 2px rgb(20 26 38/5%);`;

const dark = `color-scheme:dark;
--bg:#0e1014;--surface:#16191f;--surface-sunken:#101318;--border:#282d37;--border-strong:#3b424e;
--text:#eceef3;--text-2:#b8beca;--text-3:#929aa9;
--accent:#5a66e6;--accent-text:#a6aeff;--accent-soft:#20254a;--accent-border:#414a94;
--warning-text:#f0b75a;--warning-soft:#2d2211;--warning-border:#5a441b;
--success-text:#72d19d;--success-soft:#11291e;--success-border:#22543a;
--seg-1:#55c6a7;--seg-2:#4b77f5;--seg-3:#b09af7;--seg-4:#e8c544;--seg-5:#f4702a;--seg-6:#777b82;
--seg-7:#cc77bb;--seg-8:#cbdca4;--seg-9:#a75536;--seg-10:#52d8f2;--seg-11:#954fad;--seg-12:#6da56d;
--div-1:#24649f;--div-2:#1f4a70;--div-3:#1d3346;--div-4:#22262e;--div-5:#40301f;--div-6:#694320;--div-7:#96581c;
--on-div:#f4f5f8;--chart-grid:#232831;--chart-axis:#434b58;--chart-neutral:#4b5361;--chart-context:#6a7382;
--chart-main:#9fbbe0;--shadow:0 1px 2px rgb(0 0 0/40%);`;

/** Everything between <style> and </style>. `data-theme` on the root overrides the system's choice. */
export const reportStyle = `
:root{${light}
--font:-apple-system,BlinkMacSystemFont,"Segoe UI Variable Text","Segoe UI","Ubuntu Sans","Cantarell","Noto Sans","PingFang SC","Microsoft YaHei UI","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","WenQuanYi Micro Hei",system-ui,sans-serif;
--mono:ui-monospace,"SF Mono","Cascadia Mono",Consolas,"Ubuntu Mono","Noto Sans Mono","DejaVu Sans Mono",monospace;
--line:20px;--line-sm:18px;--line-xs:16px}
:root:lang(zh){--font:-apple-system,"PingFang SC","Microsoft YaHei UI","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","WenQuanYi Micro Hei",system-ui,sans-serif;--line:22px;--line-sm:19px;--line-xs:17px}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){${dark}}}
@media screen{:root[data-theme=dark]{${dark}}}
*,*::before,*::after{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--bg);color:var(--text);font:400 14px/var(--line) var(--font);font-variant-numeric:tabular-nums;-webkit-font-smoothing:antialiased}
h1,h2,h3,h4,p,ul,ol,dl,dd,figure,table{margin:0;padding:0}
ul,ol{list-style:none}h1,h2,h3,h4,b{font-weight:600}
a{color:var(--accent-text);text-decoration:none}a:hover{text-decoration:underline}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
.top{background:var(--surface);border-bottom:1px solid var(--border)}
.top-in{display:flex;flex-wrap:wrap;align-items:center;gap:4px 20px;max-width:1728px;min-height:48px;margin:0 auto;padding:6px 24px;font-size:13px}
.brand{display:flex;align-items:center;gap:8px;font-weight:600;font-size:14px}.brand svg{width:20px;height:20px}
.top nav{display:flex;flex-wrap:wrap;gap:4px 16px;margin-inline-start:auto}.top nav a{color:var(--text-2)}
main{max-width:1728px;margin:0 auto;padding:18px 24px 40px}
h1{font-size:24px;line-height:32px;letter-spacing:-.01em;text-wrap:balance}:lang(zh) h1{letter-spacing:0}
.lead{margin-top:4px;color:var(--text-2);max-width:120ch;text-wrap:pretty}
.faint{color:var(--text-3)}.dim{color:var(--text-2)}.xs{font-size:12px;line-height:var(--line-xs)}
.figures{display:grid;grid-template-columns:repeat(5,auto);margin:16px 0;background:var(--surface);border:1px solid var(--border);border-radius:10px;box-shadow:var(--shadow)}
.figures>div{padding:10px 16px;font-size:12px;line-height:var(--line-xs);color:var(--text-3)}
.figures>div+div{border-inline-start:1px solid var(--border)}
.figures b{display:block;font-size:16px;line-height:24px;color:var(--text)}
.grid{display:grid;gap:16px;align-items:stretch}
.top-aligned{align-items:start}.two{grid-template-columns:minmax(0,1.45fr) minmax(0,1fr)}.halves{grid-template-columns:repeat(2,minmax(0,1fr))}
.card{display:flex;flex-direction:column;min-width:0;background:var(--surface);border:1px solid var(--border);border-radius:10px;box-shadow:var(--shadow)}
.card-head{padding:12px 16px 8px}.card-head h3{font-size:14px;line-height:var(--line);text-wrap:pretty}
.card-head p,.chapter-head p{margin-top:1px;font-size:12px;line-height:var(--line-xs);color:var(--text-2);text-wrap:pretty;max-width:100ch}
.card-body{display:flex;flex-direction:column;flex:1;padding:0 16px 14px;min-width:0}.card-body>:is(.wide,.narrow){margin-block:auto}.card-body>details{align-self:stretch}
.card-foot{margin-top:auto;padding:10px 16px;border-top:1px solid var(--border);font-size:13px;line-height:var(--line-sm);color:var(--text-2)}
.card-foot b{color:var(--text)}.card-foot p+p{margin-top:4px}
.chapter{margin-top:32px;scroll-margin-top:12px}.chapter-head{margin-bottom:12px}
.chapter-head h2{font-size:18px;line-height:26px;text-wrap:balance}
.dot{display:inline-block;flex:none;width:9px;height:9px;border-radius:3px;background:var(--c)}
.tag{display:inline-flex;align-items:center;height:20px;padding-inline:7px;border:1px solid var(--border);border-radius:99px;background:var(--surface-sunken);font-size:12px;line-height:1;color:var(--text-2);white-space:nowrap}
.tag.warn{background:var(--warning-soft);border-color:var(--warning-border);color:var(--warning-text)}
.meter{display:block;height:5px;border-radius:3px;background:var(--surface-sunken);overflow:hidden}
.meter>i{display:block;height:100%;border-radius:3px;background:var(--chart-neutral)}
.chart{display:block;width:100%;height:auto;margin:0 auto;overflow:visible}.narrow{display:none}
.map{position:relative;height:clamp(300px,30vw,470px)}.map svg{display:block;width:100%;height:100%}
.map path{fill:none;vector-effect:non-scaling-stroke;stroke-width:3.6px;stroke-linecap:round;stroke-opacity:.82}
.map-label{position:absolute;translate:-50% -50%;display:flex;align-items:center;gap:5px;padding:0 6px;border-radius:4px;background:color-mix(in srgb,var(--surface) 84%,transparent);font-size:12px;line-height:18px;font-weight:600;white-space:nowrap}
.key{display:grid;grid-template-columns:repeat(auto-fill,minmax(180px,1fr));gap:2px 16px;margin:8px 0;padding:0;list-style:none;font-size:12px;line-height:18px;overflow-wrap:anywhere}
.segs{grid-template-columns:repeat(auto-fill,minmax(352px,1fr))}
.seg{border-top:3px solid var(--c)}
.seg-in{display:flex;flex-direction:column;gap:10px;flex:1;padding:12px 16px 14px;font-size:13px;line-height:var(--line-sm)}
.seg h3{display:flex;align-items:center;gap:7px;font-size:16px;line-height:24px}.seg h3 .tag{margin-inline-start:auto;font-weight:400}
.seg h4{margin-bottom:2px;font-size:12px;line-height:var(--line-xs);font-weight:400;color:var(--text-3)}
.seg p{color:var(--text-2)}
.pair{display:flex;justify-content:space-between;gap:12px;font-size:12px;line-height:var(--line-xs);color:var(--text-2);margin-bottom:2px}.pair b{color:var(--text)}
.facts{display:grid;grid-template-columns:1fr 1fr;gap:6px 20px}
.rows li{display:flex;justify-content:space-between;gap:2px 12px;padding:4px 0;border-bottom:1px solid var(--border)}.rows li:last-child{border:0}
.rows li>:last-child{text-align:end}.rows small{font-size:12px;color:var(--text-3);font-weight:400;white-space:nowrap}
.rows b,.nowrap{white-space:nowrap}.traits li,.traits h4{display:grid;grid-template-columns:minmax(0,1fr) auto 72px;gap:12px}.traits :is(li,h4)>:nth-child(n+2){text-align:end}.clip{min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.note{margin-top:auto;padding:8px 12px 10px;border:1px solid var(--accent-border);border-radius:6px;background:var(--accent-soft)}
.note p{color:var(--text)}.note dl{display:grid;grid-template-columns:auto 1fr;gap:1px 12px;margin-top:4px;font-size:12px;line-height:var(--line-xs)}
.note dt{color:var(--text-2)}.note dd{white-space:pre-line;overflow-wrap:anywhere}
.hand-made{margin:0 0 16px}.hand-made ol{margin:4px 0 0;padding-inline-start:18px;font-size:13px;line-height:var(--line-sm)}
.scroll{overflow-x:auto}
.table{width:100%;border-collapse:collapse;font-size:13px;line-height:var(--line-sm)}
.table th,.table td{padding:6px 8px;text-align:start;border-bottom:1px solid var(--border);font-weight:400;vertical-align:top}
.table thead th{font-size:12px;line-height:var(--line-xs);color:var(--text-3);white-space:nowrap;vertical-align:bottom}
.table :is(th,td):first-child{padding-inline-start:0}.table :is(th,td):last-child{padding-inline-end:0}
.table tbody tr:last-child>*{border-bottom:0}.table .num{text-align:end;white-space:nowrap}
.table tr.chosen>*{background:var(--accent-soft)}.table tr.chosen th{font-weight:600}
.table tr.chosen>:first-child{box-shadow:-8px 0 var(--accent-soft)}.table tr.chosen>:last-child{box-shadow:8px 0 var(--accent-soft)}
.table tr.off>*{color:var(--text-3)}
.table small{display:block;font-size:12px;line-height:var(--line-xs);color:var(--text-3)}
.score{display:inline-grid;grid-template-columns:auto 36px;align-items:center;gap:8px}.score .meter{width:36px;height:4px}
.heat{width:100%;border-collapse:separate;border-spacing:2px;font-size:13px;line-height:var(--line-sm)}
.heat th{font-weight:400;text-align:start}.heat thead th{padding:2px 2px;text-align:center;overflow-wrap:break-word;font-size:12px;line-height:15px;vertical-align:bottom}
.heat thead th .dot{display:block;margin:0 auto 3px}
.heat tbody th{padding-inline-end:8px}
.heat td{height:26px;min-width:52px;text-align:center;border-radius:4px;color:var(--on-div);white-space:nowrap}
details{margin-top:10px;font-size:13px}summary{display:inline-block;min-height:24px;padding:2px 0;color:var(--accent-text);cursor:pointer;font-size:12px}
.mono{font-family:var(--mono);font-size:12px;overflow-wrap:anywhere}
.bullets li{position:relative;padding:3px 0 3px 14px;color:var(--text-2);font-size:13px;line-height:var(--line-sm)}
.bullets li::before{content:"";position:absolute;left:1px;top:11px;width:4px;height:4px;border-radius:2px;background:var(--text-3)}
.privacy{display:flex;gap:12px;margin-top:32px;padding:14px 16px;border:1px solid var(--border);border-radius:10px;background:var(--surface);color:var(--text-2);font-size:13px;line-height:var(--line-sm)}
.privacy svg{flex:none;width:20px;height:20px;stroke:var(--accent-text);stroke-width:1.75;fill:none;stroke-linecap:round;stroke-linejoin:round}
.privacy b{display:block;color:var(--text)}.privacy p{max-width:110ch}
@media (min-width:1600px){h1{font-size:26px;line-height:34px}.segs{grid-template-columns:repeat(var(--columns),minmax(0,1fr))}}
@media (min-width:561px){.heat{table-layout:fixed}.heat thead td{width:176px}}
@media (max-width:1160px){.two,.halves{grid-template-columns:minmax(0,1fr)}}
@media (max-width:860px){.figures{grid-template-columns:repeat(auto-fit,minmax(150px,1fr))}.figures>div+div{border:0}}
@media (max-width:560px){main{padding:14px 12px 28px}.top-in{padding:8px 12px}.top nav{margin:0}.segs{grid-template-columns:minmax(0,1fr)}.card-head,.seg-in{padding-inline:12px}.card-body,.card-foot{padding-inline:12px}h1{font-size:20px;line-height:28px}.wide{display:none}.narrow{display:block}.map-label{font-weight:400;padding:0 3px;gap:3px}.heat tbody th{min-width:96px}}
@media print{@page{size:A4;margin:14mm 12mm}.map{height:300px}html{font-size:10pt}body{background:#fff;font-size:12px;line-height:17px;-webkit-print-color-adjust:exact;print-color-adjust:exact}
main{max-width:none;padding:0}.top{border:0}.top-in{padding:0 0 8px;min-height:0}.top nav,details.as-table,summary{display:none}
.card,.figures,.privacy{box-shadow:none}.figures{grid-template-columns:repeat(5,auto)}.card,.figures,.seg,tr,.privacy{break-inside:avoid}.long{break-inside:auto}
.two,.halves{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}.two.map-row{grid-template-columns:minmax(0,1fr)}.segs{grid-template-columns:1fr 1fr}
.chapter{margin-top:20px}.chapter-head{break-after:avoid}#data,#how{break-before:page}h1{font-size:19px;line-height:26px}
.more::details-content{content-visibility:visible;block-size:auto}.wide{display:block}.narrow{display:none}.seg-in{font-size:12px;padding:10px 12px}.scroll{overflow:visible}.stack-print{grid-template-columns:minmax(0,1fr)}}
`;
