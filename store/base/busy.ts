/** Thrown before anything is done: every connection of the pool has been in use for a while. */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy';
  readonly code = 'STORE_BUSY';
  constructor() {
    super('all connections to the database are taken');
  }
}
