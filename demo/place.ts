/**
 * Where this page's drive is. Knows the note that the dev server leaves in the page's HTML, and nothing of who wrote it
 * or of what a drive can do.
 */

export interface DrivePlace {
  /** Without a slash at its end. */
  readonly url: string;
  /** A bearer for development. */
  readonly token: string;
}

/** The place, or undefined where the page was not served by `npm start`. */
export function readPlace(page: Document = document): DrivePlace | undefined {
  const note = page.getElementById('local-drive')?.textContent;
  return note ? (JSON.parse(note) as DrivePlace) : undefined;
}
