/**
 * What the drive holds: a list with thumbnails, links and a way to the trash and back.
 *
 * Knows: records and the drive's client. Does not know: uploads; it is told when there may be something new.
 */
import { html, nothing, render } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { FileVersion } from '../src/engine/index.js';
import type { DriveClient } from './drive-client.js';
import { fileNameOf, momentText, reasonOf, sizeText } from './words.js';

const longest = 50;
/** Thumbnails are made after the last part was answered; some files never get one. */
const waitForPreview = 20;

interface Stored {
  readonly record: FileVersion;
  readonly versions: number;
}

export class StoredPanel {
  readonly #place: HTMLElement;
  readonly #tools: HTMLElement;
  readonly #drive: DriveClient;
  #stored: readonly Stored[] = [];
  #count = 0;
  #state: 'reading' | 'read' | 'failed' = 'reading';
  #reason = '';
  #trashed: FileVersion | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reads = 0;

  constructor(place: HTMLElement, tools: HTMLElement, drive: DriveClient) {
    this.#place = place;
    this.#tools = tools;
    this.#drive = drive;
    void this.read();
  }

  /** There may be something new; many such calls make one reading. */
  readSoon(ms = 200): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.read(), ms);
  }

  async read(): Promise<void> {
    this.#reads += 1;
    const reading = this.#reads;
    clearTimeout(this.#timer);
    this.#paint();
    try {
      const { files, count } = await this.#drive.files(longest);
      const stored = await Promise.all(
        files.map(async (record) => ({
          record,
          versions: record.has_multiple_versions
            ? await this.#drive.versionCount(record.uuid)
            : 1,
        })),
      );
      // A later reading knows better.
      if (reading !== this.#reads) return;
      this.#stored = stored;
      this.#count = count;
      this.#state = 'read';
      if (stored.some(isPreviewDue)) this.readSoon(1000);
    } catch (error) {
      if (reading !== this.#reads) return;
      this.#state = 'failed';
      this.#reason = reasonOf(error);
    }
    this.#paint();
  }

  async #trash(record: FileVersion): Promise<void> {
    await this.#change(() => this.#drive.trash(record.uuid), record);
    // The button is gone with its row: the way back is the next thing to reach.
    this.#place.querySelector<HTMLElement>('.undo button')?.focus();
  }

  async #restore(record: FileVersion): Promise<void> {
    await this.#change(() => this.#drive.restore(record.uuid), undefined);
    this.#place.focus();
  }

  async #change(
    change: () => Promise<void>,
    trashed: FileVersion | undefined,
  ): Promise<void> {
    try {
      await change();
      this.#trashed = trashed;
    } catch (error) {
      this.#state = 'failed';
      this.#reason = reasonOf(error);
      this.#paint();
      return;
    }
    await this.read();
  }

  #paint(): void {
    render(
      html`<button type="button" class="quiet" @click=${() => this.read()}>
        Read again<span class="hidden"> what the drive holds</span>
      </button>`,
      this.#tools,
    );
    render(
      html`
        ${
          this.#trashed &&
          html`<p class="undo" role="status">
            <span><bdi>${fileNameOf(this.#trashed)}</bdi> is in the trash.</span>
            <button type="button" class="quiet" @click=${() => this.#trashed && this.#restore(this.#trashed)}>Undo</button>
          </p>`
        }
        ${this.#state === 'failed' ? html`<p class="problem" role="alert">${this.#reason}</p>` : nothing}
        ${
          this.#stored.length > 0
            ? html`<ul class="stored scroll" role="list" tabindex="0" aria-label="Stored files, the newest first">
                ${repeat(
                  this.#stored,
                  ({ record }) => record.version_uuid ?? record.uuid,
                  (stored) => this.#row(stored),
                )}
              </ul>`
            : this.#state === 'read'
              ? html`<p class="empty">Nothing yet. Stored files appear here with links to download them.</p>`
              : nothing
        }
        ${
          this.#count > this.#stored.length
            ? html`<p class="caption">The newest ${this.#stored.length} of ${this.#count}.</p>`
            : nothing
        }
      `,
      this.#place,
    );
  }

  #row({ record, versions }: Stored) {
    const name = fileNameOf(record);
    const facts = [
      sizeText(record.size),
      record.metadata?.mime_type ?? record.type,
      record.created_at && momentText(record.created_at),
      versions > 1 && `${versions} versions`,
    ].filter(Boolean);
    const href = record._links?.download?.href;
    return html`<li>
      ${thumbnailOf(record)}
      <div class="about">
        <bdi class="file">${name}</bdi>
        <span class="facts">${facts.join(' · ')}</span>
      </div>
      <div class="acts">
        ${href ? html`<a class="quiet" href=${href} download>Download<span class="hidden"> ${name}</span></a>` : nothing}
        <button type="button" class="quiet" @click=${() => this.#trash(record)}>Delete<span class="hidden"> ${name}</span></button>
      </div>
    </li>`;
  }
}

/** The smallest one that is still sharp on a dense screen; what a picture cannot show, its type says. */
function thumbnailOf(record: FileVersion) {
  const previews = (record.previews ?? [])
    .map((preview) => ({
      link: preview?.download_link,
      width: preview?.width ?? 0,
      height: preview?.height ?? 0,
    }))
    .filter(({ link }) => link)
    .sort((a, b) => a.width - b.width);
  const preview =
    previews.find(({ width, height }) => Math.max(width, height) >= 96) ??
    previews.at(-1);
  return html`<span class="thumb" aria-hidden="true">
    ${preview ? html`<img src=${preview.link} alt="" width="44" height="44" loading="lazy">` : record.metadata?.extension?.slice(0, 4) || record.type}
  </span>`;
}

function isPreviewDue({ record }: Stored): boolean {
  const age = Date.now() / 1000 - (record.created_at ?? 0);
  return record.type === 'image' && !record.previews && age < waitForPreview;
}
