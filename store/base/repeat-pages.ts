/**
 * Deletes page by page, until a page isn't full or `until` has come.
 *
 * @param page Deletes one page and returns the number of rows or instances it covered.
 * @param size Number of a full page.
 * @param until Milliseconds since the epoch, by the machine's clock.
 */
export async function repeatPages(page: () => Promise<number>, size: number, until: number): Promise<void> {
  while ((await page()) >= size && Date.now() < until);
}
