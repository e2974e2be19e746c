/**
 * Where this page's drive is: on this computer, where `npm start` left a note in the page's HTML, or else in the page
 * itself. Does not know: who wrote the note, or what a drive can do.
 */

export interface DrivePlace {
  /** Without a slash at its end. */
  readonly url: string;
  /** A bearer for development. */
  readonly token: string;
}

export interface FoundPlace extends DrivePlace {
  /** Whether it is in this page, and nothing leaves the browser. */
  readonly isHere: boolean;
  /** Until then it answers nothing. */
  readonly ready: Promise<unknown>;
}

/** An address that no server has, by its very name. */
const here: DrivePlace = {
  url: 'https://drive.invalid',
  token: 'of-this-page',
};

export function findPlace(page: Document = document): FoundPlace {
  const note = page.getElementById('local-drive')?.textContent;
  if (note)
    return {
      ...(JSON.parse(note) as DrivePlace),
      isHere: false,
      ready: Promise.resolve(),
    };
  const ready = import('./drive-here.js').then(({ startDriveHere }) =>
    startDriveHere(here),
  );
  return { ...here, isHere: true, ready };
}

/** Gives an uploader its drive. What is dropped before the drive is ready waits for it. */
export function connect(
  uploader: HTMLElement & { accessToken?: unknown },
  { url, token, ready }: FoundPlace,
): void {
  uploader.accessToken = () => ready.then(() => token);
  uploader.setAttribute('session-url', `${url}/v1.0/sessions`);
}
