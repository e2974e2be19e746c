/**
 * How an element gets into each state, with a drive in this page.
 *
 * Knows: what is done to an element and to its drive. Does not know: how large the page is, or who looks at it.
 */

import { html } from 'lit';
import type { KommoUploader } from '../../src/element/index.js';
import type { Upload, UploadStatus } from '../../src/engine/index.js';
import {
  all,
  drag,
  fileOf,
  only,
  type Stage,
  stage,
} from '../element/stage.js';
import type { State } from './pictures.js';

const PART = 2 ** 18;
/** An hour. */
const forEver = 3_600_000;

const make = (attributes: Record<string, string> = {}): Promise<Stage> =>
  stage(
    { multiple: '', concurrency: '6', 'resume-scope': 'none', ...attributes },
    { maxPartSize: PART },
  );

/** Slow machines take their time. */
const until = async (isSo: () => boolean, what: string): Promise<void> => {
  const end = performance.now() + 50_000;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`Waited for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

const reaches = (upload: Upload, status: UploadStatus): Promise<void> =>
  until(() => upload.status === status, `${upload.name} to be ${status}`);

/** An evening over hills. */
const photo = async (): Promise<File> => {
  const canvas = document.createElement('canvas');
  canvas.width = 400;
  canvas.height = 300;
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('There is no canvas.');
  const sky = pen.createLinearGradient(0, 0, 0, 300);
  sky.addColorStop(0, '#274690');
  sky.addColorStop(0.6, '#f2a65a');
  sky.addColorStop(1, '#ffe3b3');
  const fill = (style: string | CanvasGradient, path: string) => {
    pen.fillStyle = style;
    pen.fill(new Path2D(path));
  };
  fill(sky, 'M0 0h400v300H0z');
  fill('#fff3d6', 'M250 130a30 30 0 1 0 .1 0z');
  fill('#3a3f6b', 'M0 220 120 130l90 70 80-50 110 80v70H0z');
  fill('#1d2347', 'M0 260 140 200l130 60 130-40v80H0z');
  const blob = await new Promise<Blob | null>((done) => {
    canvas.toBlob(done, 'image/png');
  });
  return new File([blob ?? ''], 'Evening over the hills.png', {
    type: 'image/png',
    lastModified: 1,
  });
};

const add = (element: KommoUploader, name: string, size = 3.5): Upload =>
  only(element.addFiles([fileOf(name, size * PART)]));

/** Speeds are measured, and no two measurements agree. */
const settle = (upload: Upload, speed: number, timeLeft: number): void => {
  Object.defineProperties(upload, {
    speed: { value: speed },
    timeLeft: { value: timeLeft },
  });
};

const statuses = async (): Promise<Stage> => {
  const made = await make();
  const { element, drive } = made;
  element.addFiles([await photo()]);
  add(element, 'Договор поставки № 7.pdf', 5.4);
  await element.done();
  drive.faults.add({
    on: 'session',
    kind: 'status',
    status: 403,
  });
  add(
    element,
    'Price list with all the discounts of the coming season.xlsx',
    2.2,
  );
  await element.done();
  const aborted = add(element, 'Old logo.svg', 0.1);
  element.abort(aborted);
  // In the event itself: afterwards the next part is on its way.
  element.addEventListener('upload-progress', ({ upload, detail }) => {
    if (upload.name === 'Backup.zip' && detail.loaded === 4 * PART)
      element.pause(upload);
  });
  const paused = add(element, 'Backup.zip', 12);
  await reaches(paused, 'paused');
  drive.faults.add({
    on: 'part',
    at: 3,
    kind: 'status',
    status: 503,
    retryAfter: 40,
  });
  const waiting = add(element, 'Voice note.m4a', 6);
  await reaches(waiting, 'waiting');
  drive.faults.add({ on: 'part', at: 14, kind: 'stall', delay: forEver });
  const running = add(element, 'Product tour.mp4', 20);
  settle(running, 1_240_000, 2);
  await until(() => running.loaded === 13 * PART, 'all but a few parts');
  drive.faults.add({ on: 'session', kind: 'stall', delay: forEver, times: 99 });
  const opening = add(element, 'script.ts', 1);
  await reaches(opening, 'opening');
  add(element, 'notes.txt', 1);
  await until(() => all(element, 'canvas').length === 1, 'a picture');
  return made;
};

export const states: Readonly<Record<State, () => Promise<Stage>>> = {
  idle: () => make(),

  limits: () =>
    make({
      accept: 'image/*,.pdf',
      'max-file-size': '25 MB',
      'max-files': '10',
    }),

  dragging: async () => {
    const made = await make();
    const over = () => made.element.dispatchEvent(drag('dragover', [fileOf()]));
    over();
    // As browsers do, for as long as the files are there.
    setInterval(over, 50);
    return made;
  },

  disabled: () => make({ disabled: '' }),

  option: async () => {
    const made = await make({ 'max-file-size': 'ten apples' });
    await until(() => all(made.element, '.message').length > 0, 'a message');
    return made;
  },

  rejected: async () => {
    const made = await make({ accept: '.pdf', 'max-file-size': '25 MB' });
    made.element.addFiles([
      fileOf('Holiday.mov', 12),
      fileOf('A very long name of a file that nobody can add here.docx', 12),
    ]);
    return made;
  },

  details: async () => {
    const made = await make();
    const { element, drive } = made;
    drive.faults.add({
      on: 'session',
      kind: 'status',
      status: 422,
      contentType: 'application/json',
      body: JSON.stringify({ detail: 'The quota of this account is used up.' }),
    });
    add(element, 'Price list.xlsx');
    await element.done();
    add(element, 'Contract.pdf');
    add(element, 'Offer.docx');
    await element.done();
    await element.updateComplete;
    all(element, 'button[part=status]')[0]?.click();
    return made;
  },

  single: async () => {
    const made = await stage({}, { maxPartSize: PART });
    made.element.addFiles([await photo()]);
    await made.element.done();
    await until(() => all(made.element, 'canvas').length === 1, 'a picture');
    return made;
  },

  held: async () => {
    const made = await make({ manual: '' });
    add(made.element, 'Contract.pdf');
    add(made.element, 'Offer.docx');
    return made;
  },

  statuses,

  kinds: async () => {
    const made = await make({ manual: '' });
    for (const name of [
      'Brochure.pdf',
      'Clip.mov',
      'Contract.docx',
      'Data.json',
      'Drawing.dwg',
      'Logo.svg',
      'Prices.xlsx',
      'Song.mp3',
      'Things.zip',
    ])
      add(made.element, name, 1);
    return made;
  },

  own: async () => {
    const made = await make({ style: '--kommo-uploader-accent: #8a2be2' });
    const { element } = made;
    element.innerHTML = `
      <svg slot="icon" viewBox="0 0 24 24" width="22" height="22" fill="none" stroke="currentColor" stroke-width="1.75">
        <path d="M4 7.5h5l2 2.5h9v9H4z" />
      </svg>
      <span slot="label">Attach to <b>Deal 1204</b></span>
      <a slot="actions" href="#">From the archive</a>`;
    element.renderRow = ({ name, status }) =>
      html`<b part="own-name">${name}</b> <i part="own-status">${status}</i>`;
    add(element, 'Contract.pdf');
    add(element, 'Offer.docx');
    await element.done();
    return made;
  },
};
