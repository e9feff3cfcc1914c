/** Nothing has been done: all connections for it are taken, and have been for a while. */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy';
  readonly code = 'STORE_BUSY';
  constructor() {
    super('all connections to the database are taken');
  }
}
