/** How the proof sheet looks, in light and in dark. */
export const STYLE = `
:root { color-scheme: light dark; --page: light-dark(#f6f6f4, #161617); --card: light-dark(#fff, #212123); --text: light-dark(#1c1c1e, #ececec); --quiet: light-dark(#61616a, #a2a2ab); --line: light-dark(#dedee0, #37373b); --bad: light-dark(#a3271f, #ff8f85) }
* { box-sizing: border-box; margin: 0 }
body { background: var(--page); color: var(--text); font: 15px/1.45 system-ui, sans-serif; padding: 2rem clamp(1rem, 4vw, 3rem); max-width: 110rem; margin: auto }
h1 { font-size: 1.7rem; font-weight: 650; letter-spacing: -.01em }
header > p, .to, article > p { color: var(--quiet) }
dl { display: flex; flex-wrap: wrap; gap: .75rem 2.25rem; padding: 1.25rem 0; margin-bottom: 1.5rem; border-bottom: 1px solid var(--line) }
dt { color: var(--quiet); font-size: .8rem }
dd { font-variant-numeric: tabular-nums; font-weight: 600 }
.failures { color: var(--bad); margin-bottom: 2rem; grid-column: 1 / -1 }
.failures ul { padding-left: 1.2rem; margin-top: .5rem }
h2 { font-size: 1rem }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(28rem, 100%), 1fr)); gap: 1.25rem }
article { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .75rem; content-visibility: auto; contain-intrinsic-size: auto 20rem; font-size: .85rem; overflow-wrap: anywhere }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 3px; border-radius: 6px; overflow: hidden; margin-bottom: .6rem }
figure { position: relative }
img { display: block; width: 100%; height: auto; aspect-ratio: 1; object-fit: cover }
figcaption { position: absolute; left: .4rem; bottom: .4rem; background: #000a; color: #fff; border-radius: 4px; padding: 0 .45em; font-size: .75rem }
h3 { font-size: .95rem; font-weight: 600 }
article > p { font-variant-numeric: tabular-nums }
.notice { font-style: italic }
@media print { article { break-inside: avoid } }
`;
