import { html } from './markup.ts';

/** The page's whole look. No value is ever put into it. */
export const STYLE = html`
:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f7f9, #14161a); --card: light-dark(#fff, #1c1f25); --line: light-dark(#e3e6eb, #2c313a);
  --ink: light-dark(#1b1f27, #e8eaee); --soft: light-dark(#667085, #98a1b0); --accent: light-dark(#3b5bdb, #91a7ff);
  --wash: light-dark(#edf0ff, #232a44); --warn: light-dark(#8a5a00, #ffc861); --warn-wash: light-dark(#fff3d6, #3a2e12);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: baseline; margin-bottom: 1rem; }
h1 { font-size: 1.35rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.bar { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; margin-bottom: 1rem; }
.chip { padding: .15rem .7rem; border: 1px solid var(--line); border-radius: 99px; background: var(--card); color: var(--ink); }
.chip[aria-current] { background: var(--accent); border-color: var(--accent); color: var(--card); }
form { margin-left: auto; display: flex; gap: .4rem; }
input, button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .2rem .6rem; }
.list, .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin: 0; padding: 0; list-style: none; overflow: hidden; }
.card { padding: 1.25rem; margin-bottom: 1rem; }
.list a { display: grid; grid-template-columns: 6rem minmax(0, 14rem) minmax(0, 1fr) auto; gap: .2rem 1rem; padding: .7rem 1rem; color: inherit; align-items: baseline; }
.list a:hover { background: var(--wash); text-decoration: none; }
.list li + li { border-top: 1px solid var(--line); }
.cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.channel { justify-self: start; padding: 0 .55rem; border-radius: 99px; background: var(--wash); color: var(--accent); font-size: .82rem; }
.badge { padding: 0 .5rem; border-radius: 4px; background: var(--warn-wash); color: var(--warn); font-size: .8rem; white-space: nowrap; }
time { color: var(--soft); font-variant-numeric: tabular-nums; font-size: .85rem; white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
code, pre { font: .88em/1.5 ui-monospace, monospace; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
iframe { display: block; width: 100%; height: 65vh; border: 0; border-radius: 6px; background: #fff; color-scheme: light; }
.bubble, .note { max-width: 24rem; padding: .8rem 1rem; border-radius: 16px; background: var(--wash); overflow-wrap: anywhere; white-space: pre-wrap; }
.bubble { border-bottom-left-radius: 4px; }
.note { border: 1px solid var(--line); background: var(--ground); }
.note strong { display: block; }
details { margin-top: 1rem; }
summary { cursor: pointer; color: var(--soft); }
.empty { text-align: center; padding: 3rem 1.5rem; }
.empty p { max-width: 34rem; margin: .6rem auto; }
.pages { margin-top: 1rem; text-align: right; }
@media (max-width: 40rem) { .list a { grid-template-columns: auto 1fr; } form { margin: 0; } }
`;
