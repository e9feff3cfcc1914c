/** The end of a page: its sort key and id. */
export interface Place {
  readonly name: string;
  readonly figure: number;
  readonly id: string;
}

/** Form of a cursor: figure, id, and name in base64url. */
export const JOURNEY_CURSOR = /^(-?\d{1,16}(?:\.\d{1,20})?(?:e-\d{1,3})?)_([a-z0-9-]{1,63})_([A-Za-z0-9_-]{0,1100})$/;

export const cursorOf = ({ name, figure, id }: Place): string =>
  `${figure}_${id}_${Buffer.from(name).toString('base64url')}`;

/** @throws TypeError if it is not a cursor: see `JOURNEY_CURSOR`. */
export function parseCursor(cursor: string): Place {
  const [, figure, id, name] = JOURNEY_CURSOR.exec(cursor) ?? [];
  if (figure === undefined || id === undefined || name === undefined)
    throw new TypeError(`"${cursor}" is not a page's next`);
  const text = Buffer.from(name, 'base64url').toString();
  return { figure: Number(figure), id, name: text.replaceAll('\0', '') };
}
