/**
 * A drive in the page itself, for a site that is only files: nothing that is uploaded leaves the browser.
 *
 * Knows: the drive's doorway, and how this page's requests get to it. Does not know: who uploads. What it holds is gone
 * with the page.
 */
import { createDrive, pageFetch } from './drive/index.js';
import type { DrivePlace } from './place.js';

export function startDriveHere({ url: origin, token }: DrivePlace): void {
  // Slow enough for a progress bar to be seen.
  const drive = createDrive({ publicUrl: origin, token, latency: 120 });
  const ask = pageFetch(drive, location.origin);
  const browsersFetch = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    return new URL(url, location.href).origin === origin
      ? ask(input, init)
      : browsersFetch(input, init);
  };
  document.addEventListener('click', (event) => {
    const link = event
      .composedPath()
      .find(
        (node): node is HTMLAnchorElement => node instanceof HTMLAnchorElement,
      );
    if (!link?.href.startsWith(`${origin}/`)) return;
    event.preventDefault();
    void download(link);
  });
}

/** A link leads out of the page, where nobody answers: so the page itself reads what is behind it. */
async function download({ href }: HTMLAnchorElement): Promise<void> {
  const answer = await fetch(href);
  if (!answer.ok) return;
  const [, encoded = ''] =
    /filename\*=UTF-8''([^;]+)/.exec(
      answer.headers.get('content-disposition') ?? '',
    ) ?? [];
  const url = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download =
    decodeURIComponent(encoded) || (href.split('/').at(-1) ?? 'file');
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
