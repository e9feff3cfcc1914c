/** A constructed sheet: a page's content policy needs no exception for it. */
export const STYLES = new CSSStyleSheet();

STYLES.replaceSync(`
:host { position: relative; display: inline-block; font: var(--sojourn-font, 14px/1.45 system-ui, sans-serif);
  color: var(--sojourn-text, #1c1f26); }
[hidden] { display: none !important; }
button { font: inherit; color: inherit; cursor: pointer; }
.bell { position: relative; min-width: 44px; min-height: 44px; border: 0; border-radius: 8px; background: none;
  font-size: 20px; }
:focus-visible { outline: 2px solid var(--sojourn-accent, #1f5fd6); outline-offset: 2px; }
.badge { position: absolute; top: 2px; inset-inline-end: 0; min-width: 18px; padding: 0 5px; border-radius: 9px;
  background: var(--sojourn-badge, #b3261e); color: #fff; font-size: 12px; line-height: 18px; box-sizing: border-box; }
.panel { position: absolute; inset-inline-end: 0; z-index: 1000; width: min(360px, 92vw); max-height: 70vh;
  overflow: auto; padding: 8px; border: 1px solid var(--sojourn-line, #d5d9e0); border-radius: 12px;
  background: var(--sojourn-surface, #fff); box-shadow: 0 8px 24px #0002; box-sizing: border-box; }
header { display: flex; justify-content: space-between; align-items: center; padding: 4px 8px; }
h2 { margin: 0; font-size: 16px; }
ul { margin: 0; padding: 0; list-style: none; }
li { display: flex; align-items: start; border-radius: 8px; }
li.unread { background: var(--sojourn-unread, #eef3fd); }
p { margin: 0; padding: 0 8px; }
p:not(:empty) { padding: 12px 8px; }
.item { flex: 1; display: grid; gap: 2px; padding: 8px; border: 0; background: none; text-align: start; color: inherit;
  text-decoration: none; overflow-wrap: anywhere; }
time { color: var(--sojourn-faint, #5b6270); font-size: 12px; }
.plain { min-width: 32px; min-height: 32px; border: 0; background: none; color: var(--sojourn-accent, #1f5fd6); }
.archive { color: var(--sojourn-faint, #5b6270); }
@media (prefers-color-scheme: dark) {
  :host { color: var(--sojourn-text, #e6e8ec); }
  .panel { background: var(--sojourn-surface, #1c1f26); border-color: var(--sojourn-line, #3a404c); }
  li.unread { background: var(--sojourn-unread, #25304a); }
  time, .archive { color: var(--sojourn-faint, #a3abb9); }
  .plain { color: var(--sojourn-accent, #8db4ff); }
}
`);
