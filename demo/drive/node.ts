/**
 * The drive's doorway for Node: everything of `index.ts`, and sockets and a disk.
 *
 * Knows: what is public. Does not know: the command line (`main.ts`).
 */
export { diskStorage } from './disk-storage.js';
export * from './index.js';
export { type RunningDrive, type StartOptions, startDrive } from './server.js';
export { sharpThumbnails } from './thumbnails.js';
