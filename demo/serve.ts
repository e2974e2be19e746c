/**
 * The demo's two servers: the local drive, and Vite with the page, on a port of its own, so that the page is
 * cross-origin to the drive as in real life.
 *
 * Knows: ports and where the page reads what it has to know of its drive. Does not know: the command line, or what the
 * page does with it.
 */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer as createVite, type Plugin } from 'vite';
import { type RunningDrive, startDrive } from './drive/node.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const host = '127.0.0.1';

/** A port that was asked for is that port or an error; one that was not is only where to look first. */
export interface DemoOptions {
  /** Of the page (5173, or any that is free). */
  port?: number | undefined;
  /** Of the drive (8787, or any that is free). */
  drivePort?: number | undefined;
  /** The drive's folder (`.drive` at the top level, or one inside it where another drive has that). */
  data?: string | undefined;
  /** Whether the page follows changes of the sources (no). */
  watch?: boolean | undefined;
  /** Whether another access token than the drive's own is taken. */
  welcome?: ((bearer: string) => boolean) | undefined;
}

export interface RunningDemo {
  /** Of the page. */
  readonly url: string;
  readonly drive: RunningDrive;
  /** The drive's folder. */
  readonly data: string;
  close(): Promise<void>;
}

export class PortTaken extends Error {
  override readonly name = 'PortTaken';
  constructor(
    readonly port: number,
    readonly what: 'page' | 'drive' | 'crm' | 'broker',
  ) {
    super(`Port ${port} is taken.`);
  }
}

/** Where the data of `npm start` is kept; git ignores it. */
const dataFolder = path.join(root, '.drive');

export async function startDemo(
  options: DemoOptions = {},
): Promise<RunningDemo> {
  const { watch = false, welcome = () => false } = options;
  let data = options.data ?? dataFolder;
  const drive = await onPort('drive', options.drivePort, 8787, (port) => {
    // The usual port is taken, so very likely the usual folder is in use: two drives in one would mix their sessions.
    if (port === 0 && options.data === undefined)
      data = newFolderIn(dataFolder);
    return startDrive({ port, host, data, welcome });
  });
  const closing: (() => Promise<unknown>)[] = [() => drive.close()];
  const close = async () => {
    await Promise.all(closing.splice(0).map((each) => each()));
  };
  try {
    // A server of our own around Vite: its port is known for sure, and it ends when we say so.
    const server = createServer();
    const vite = await createVite({
      root,
      configFile: path.join(root, 'vite.config.ts'),
      logLevel: 'warn',
      // Lit needs no bundling, and a page never reloads because something was found late.
      optimizeDeps: { noDiscovery: true },
      server: {
        middlewareMode: true,
        // The page holds a token: other pages of this computer have no business with it.
        cors: false,
        // On this server too: by itself it would take a port that every other demo wants as well.
        hmr: { server },
        watch: watch
          ? { ignored: ['**/.drive/**', '**/dist/**', '**/test/**'] }
          : null,
        fs: { deny: ['.env', '.env.*', '**/.git/**', '**/.drive/**'] },
      },
      plugins: [tellThePage(drive)],
    });
    closing.push(() => vite.close());
    server.on('request', vite.middlewares);
    const port = await onPort('page', options.port, 5173, (port) =>
      listen(server, port),
    );
    closing.push(() => shut(server));
    return { url: `http://${host}:${port}/`, drive, data, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The page finds the drive's address and token in its own HTML, which no page of another origin can read. */
function tellThePage({ url, token }: RunningDrive): Plugin {
  return {
    name: 'local-drive',
    transformIndexHtml: () => [
      {
        tag: 'script',
        attrs: { type: 'application/json', id: 'local-drive' },
        children: JSON.stringify({ url, token }).replaceAll('<', '\\u003c'),
        injectTo: 'head',
      },
    ],
  };
}

function newFolderIn(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return mkdtempSync(path.join(folder, 'beside-'));
}

/** Starts something on a port: the one that was asked for, or else the usual one, or else a free one. */
export async function onPort<T>(
  what: PortTaken['what'],
  asked: number | undefined,
  usual: number,
  start: (port: number) => Promise<T>,
): Promise<T> {
  try {
    return await start(asked ?? usual);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    if (asked !== undefined) throw new PortTaken(asked, what);
    return start(0);
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
