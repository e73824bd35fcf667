import FileFormats

/// The style of the report: light and dark, screen and A4 paper.
enum ReportStyle {
  static let css: Markup = """
    :root{color-scheme:light dark;--ground:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d8dee4;
    --head:#f3f5f7;--c0:#0072b2;--c1:#d55e00;--c2:#009e73;--c3:#cc79a7;--c4:#8a6d00;--c5:#56b4e9;
    --c6:#6f4e9c;--c7:#555}
    @media (prefers-color-scheme:dark){:root{--ground:#14171a;--ink:#e6e9ec;--soft:#9aa4ae;
    --line:#343b42;--head:#1f2429;--c0:#56b4e9;--c1:#f08a4b;--c2:#33c79c;--c3:#e2a3c7;--c4:#e6c229;
    --c5:#8fd0f5;--c6:#b59be0;--c7:#bbb}}
    *{box-sizing:border-box}
    body{margin:0 auto;padding:1.5rem;max-width:64rem;background:var(--ground);color:var(--ink);
    font:15px/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
    h1{font-size:1.6rem;margin:.2rem 0}h2{font-size:1.2rem;margin:2rem 0 .5rem;
    border-bottom:1px solid var(--line);padding-bottom:.2rem}h3{font-size:1rem;margin:1.2rem 0 \
    .3rem}
    p{margin:.4rem 0}.soft,caption,figcaption{color:var(--soft)}
    nav{font-size:.9rem}nav a{margin-right:.9rem}a{color:var(--c0)}
    code{font:13px/1.4 ui-monospace,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
    .scroll{overflow-x:auto}
    table{border-collapse:collapse;margin:.6rem \
    0;font-size:13.5px;font-variant-numeric:tabular-nums}
    caption{text-align:left;padding:.2rem 0;font-size:13px}
    th,td{padding:.22rem .55rem;border-bottom:1px solid \
    var(--line);text-align:left;vertical-align:top}
    thead th{background:var(--head);font-weight:600}tbody th{font-weight:500}
    .n{text-align:right}td.n{white-space:nowrap}
    table.heat td+td{text-align:center;min-width:3.4rem}table.heat td.none{background:none}
    .falls{font-size:11px;white-space:nowrap}
    .figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(20rem,1fr));gap:.8rem}
    figure{margin:0;break-inside:avoid}figure.wide{max-width:44rem}
    figure svg{width:100%;height:auto;display:block}
    figcaption{font-size:12.5px}.key{display:inline-block;margin-right:.8rem;overflow-wrap:anywhere}
    .key svg{display:inline-block;width:26px;height:8px}
    svg text{font:11px system-ui,sans-serif;fill:var(--ink)}svg \
    text.note{font-size:9.5px;fill:var(--soft)}
    .grid{stroke:var(--line);fill:none}.mark{stroke:var(--soft);stroke-dasharray:4 3;fill:none}
    .line{fill:none;stroke-width:1.8}.band{opacity:.16;stroke:none}
    .s0.line{stroke:var(--c0)}.s1.line{stroke:var(--c1);stroke-dasharray:7 3}
    .s2.line{stroke:var(--c2);stroke-dasharray:2 2}.s3.line{stroke:var(--c3);stroke-dasharray:8 3 \
    2 3}
    .s4.line{stroke:var(--c4)}.s5.line{stroke:var(--c5);stroke-dasharray:7 3}
    .s6.line{stroke:var(--c6);stroke-dasharray:2 2}.s7.line{stroke:var(--c7);stroke-dasharray:8 3 \
    2 3}
    .s0.band,.s0.dot{fill:var(--c0)}.s1.band{fill:var(--c1)}.s2.band{fill:var(--c2)}
    .s3.band{fill:var(--c3)}.s4.band{fill:var(--c4)}.s5.band{fill:var(--c5)}.s6.band{fill:var(--c6)}
    .s7.band{fill:var(--c7)}
    th,td{hyphens:auto}tbody th{overflow-wrap:anywhere;min-width:4.5rem}
    @media screen and (max-width:70rem){table{font-size:12px}th,td{padding:.18rem .35rem}
    td.n{white-space:normal}}
    @media screen and (max-width:34rem){body{padding:.7rem}table{font-size:10.5px}
    th,td{padding:.15rem .2rem}table.heat td+td{min-width:0}
    .figures{grid-template-columns:1fr}}
    @page{size:A4;margin:14mm}
    @media print{:root{color-scheme:light;--ground:#fff;--ink:#000;--soft:#444;--line:#ccc;
    --head:#eee;--c0:#0072b2;--c1:#d55e00;--c2:#009e73;--c3:#cc79a7;--c4:#8a6d00;--c5:#56b4e9;
    --c6:#6f4e9c;--c7:#555}
    body{max-width:none;padding:0;font-size:10pt}table{font-size:8.5pt}nav{display:none}
    *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
    h2,h3,caption{break-after:avoid}tbody \
    tr:first-child{break-before:avoid}tr{break-inside:avoid}.scroll{overflow:visible}
    code{font-size:8pt}.figures{grid-template-columns:1fr 1fr}}
    """
}
