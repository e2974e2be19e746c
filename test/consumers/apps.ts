/**
 * The apps of this folder, and what differs between them for somebody who builds and opens them.
 *
 * Knows names, and what stands on a button. Everything else is in the app's own package.json: its scripts `check`,
 * `build`, `dev` and `start` are run where it has them.
 */

export interface App {
  /** What comes out of it: files for any web server, a server of its own, or what it prints. */
  readonly result: 'files' | 'server' | 'output';
  /** What is pressed to choose a file. */
  readonly button: string;
  /** The tag is in the HTML that its server sends, and the page goes on with it. */
  readonly isRendered: boolean;
}

const files: App = {
  result: 'files',
  button: 'Choose files',
  isRendered: false,
};

export const apps: Readonly<Record<string, App>> = {
  html: { ...files, button: 'Dateien auswählen' },
  vite: files,
  react: files,
  vue: files,
  svelte: files,
  next: { ...files, result: 'server', isRendered: true },
  node: { ...files, result: 'output' },
};

/** Those that need no minute: what `npm test` has time for. */
export const light = ['html', 'vite', 'node'];

/** In the sources of each app, where uploads go. It is replaced by the address of the drive that is there. */
export const sessionUrl = 'https://broker.example.com/v1.0/sessions';
