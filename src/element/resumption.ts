/**
 * Uploads of before: after a reload or a crash their rows are back, and their files are found again.
 *
 * Knows: who may go on with an upload (`resume-scope`), file handles and their permission. Does not know: where an
 * upload stands; the engine keeps that, and it alone says whether a file is the same.
 */

import type { FileOptions, Upload, UploadQueue } from '../engine/index.js';

/** Marks this tab, so that by default only it goes on: two people may share a computer. */
const TAB_KEY = 'kommo-uploader tab';

/** The part of the File System Access API that is needed; some browsers have none of it. */
interface FileHandle {
  getFile(): Promise<File>;
  requestPermission?(options: { mode: 'read' }): Promise<PermissionState>;
}

/** Who may go on with an upload: `undefined` is nobody, and nothing is kept. */
export const scopeOf = (
  option: string | null | undefined,
): string | undefined => {
  if (option === 'none') return undefined;
  if (option) return `by ${option}`;
  try {
    const tab =
      sessionStorage.getItem(TAB_KEY) ?? `${Date.now()}-${Math.random()}`;
    sessionStorage.setItem(TAB_KEY, tab);
    return `in ${tab}`;
  } catch {
    // A page that may not store anything.
    return undefined;
  }
};

/** Brings rows back, once for each queue and scope. */
export class Resumption {
  readonly #done = new WeakMap<UploadQueue, Set<string>>();

  async restore(queue: UploadQueue, options: FileOptions): Promise<void> {
    const { resumeScope } = options;
    if (resumeScope === undefined) return;
    const done = this.#done.get(queue) ?? new Set();
    this.#done.set(queue, done);
    if (done.has(resumeScope)) return;
    done.add(resumeScope);
    await queue.restore(options);
  }
}

/**
 * Finds the file of a row that is back, where the browser kept a handle and the person agrees. Has to be called in a
 * click. `false`: the person has to choose the file.
 */
export const fetchFile = async (upload: Upload): Promise<boolean> => {
  const handle = upload.handle as FileHandle | undefined;
  if (handle === undefined) return false;
  try {
    const permission = await handle.requestPermission?.({ mode: 'read' });
    if (permission === 'denied') return false;
    return await upload.attach(await handle.getFile());
  } catch (error) {
    // It was moved, deleted, or is on a drive that was pulled: nothing but the person can find it.
    if ((error as Error).name === 'NotFoundError') upload.keepHandle(undefined);
    return false;
  }
};
