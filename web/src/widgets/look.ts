import button from './button.module.css';
import field from './field.module.css';
import page from './page.module.css';
import surface from './surface.module.css';
import table from './table.module.css';
import text from './text.module.css';

/** Class names that every page shares, so that the same thing looks the same everywhere. */
export const look = {
  ink: button.ink,
  plain: button.plain,
  iconButton: `${button.plain} ${button.icon}`,
  textButton: button.textButton,

  choices: field.choices,
  field: field.field,
  group: field.group,
  input: field.input,
  narrow: field.narrow,
  tickLine: field.tickLine,

  back: page.back,
  chip: page.chip,
  chips: page.chips,
  end: page.end,
  filters: page.filters,
  innerTabs: page.innerTabs,
  reading: page.reading,
  search: page.search,
  tabs: page.tabs,

  card: surface.card,
  empty: surface.empty,
  notice: surface.notice,
  pager: surface.pager,
  panel: surface.panel,
  plainList: surface.plainList,
  skeleton: surface.skeleton,

  figure: table.figure,
  name: table.name,
  title: table.title,

  help: text.help,
  hidden: text.hidden,
  mono: text.mono,
  warn: text.warn,
  wrong: text.wrong,
} as const;
