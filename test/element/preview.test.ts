/** Pictures of files: which are drawn, when, how one after the other, and what is left of them. */

import { expect } from '@open-wc/testing';
import { sizeOfImage } from '../../src/element/image-size.js';
import type { KommoUploader } from '../../src/element/index.js';
import type { Pictures } from '../../src/element/pictures.js';
import { Previews } from '../../src/element/preview.js';
import type { FileVersion, Upload } from '../../src/engine/index.js';
import { itUnless } from '../helpers/engines.js';
import {
  all,
  fileOf,
  nextTask,
  one,
  only,
  reaches,
  stage,
  tidy,
  until,
} from './stage.js';

afterEach(tidy);

const canvasOf = (width: number, height: number): HTMLCanvasElement => {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('There is no canvas.');
  pen.fillStyle = '#0a0';
  pen.fillRect(0, 0, width, height);
  return canvas;
};

const picture = async (
  type: string,
  name: string,
  width = 300,
  height = 200,
): Promise<File> => {
  const blob = await new Promise<Blob | null>((resolve) => {
    canvasOf(width, height).toBlob(resolve, type);
  });
  return new File([blob ?? ''], name, { type: blob?.type ?? '' });
};

/** A second of a green video, as the browser itself records it. */
const video = async (): Promise<File> => {
  const canvas = canvasOf(160, 90);
  const stream = canvas.captureStream(20);
  const recorder = new MediaRecorder(stream, { mimeType: 'video/webm' });
  const pieces: Blob[] = [];
  const isRecorded = new Promise((resolve) => {
    recorder.addEventListener('stop', resolve);
    recorder.addEventListener('dataavailable', ({ data }) => {
      pieces.push(data);
    });
  });
  // Painted and seen by then: or the first frame is a black one.
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  recorder.start();
  const end = performance.now() + 700;
  while (performance.now() < end) {
    canvas.getContext('2d')?.fillRect(0, 0, 160, 90);
    await nextTask(30);
  }
  recorder.stop();
  await isRecorded;
  return new File(pieces, 'tour.webm', { type: 'video/webm' });
};

/** A PNG that says how large it is, and has nothing to show for it. */
const boastful = (width: number, height: number): File => {
  const bytes = new DataView(new ArrayBuffer(64));
  bytes.setUint32(0, 0x89504e47);
  bytes.setUint32(4, 0x0d0a1a0a);
  bytes.setUint32(8, 13);
  bytes.setUint32(12, 0x49484452);
  bytes.setUint32(16, width);
  bytes.setUint32(20, height);
  return new File([bytes], `${width}.png`, { type: 'image/png' });
};

/** What is unpacked while something is done. */
const unpackedWhile = async (
  act: (names: readonly string[]) => Promise<void>,
): Promise<string[]> => {
  const names: string[] = [];
  const browsers = window.createImageBitmap;
  window.createImageBitmap = ((image: File, options: ImageBitmapOptions) => {
    names.push(image.name);
    return browsers(image, options);
  }) as typeof createImageBitmap;
  try {
    await act(names);
  } finally {
    window.createImageBitmap = browsers;
  }
  return names;
};

const colourOf = (element: KommoUploader): number[] => {
  const canvas = one(element, 'canvas') as HTMLCanvasElement;
  const { data } = canvas.getContext('2d')?.getImageData(48, 48, 1, 1) ?? {};
  return [...(data ?? [])].slice(0, 3);
};

describe('the size of an image', () => {
  for (const type of ['image/png', 'image/jpeg', 'image/webp'])
    it(`is read from its first bytes: ${type}`, async () => {
      const file = await picture(type, 'a', 300, 200);
      // A browser that cannot write a type writes PNG instead.
      expect(await sizeOfImage(file)).to.deep.equal({
        width: 300,
        height: 200,
      });
    });

  const sizes: Record<string, [number[], string]> = {
    GIF: [[0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 5, 1, 3, 0], '261x3'],
    'BMP that begins at its top': [
      [0x42, 0x4d, ...Array(16).fill(0), 7, 0, 0, 0, 0xfb, 0xff, 0xff, 0xff],
      '7x5',
    ],
    'JPEG with a profile before its frame': [
      [
        0xff, 0xd8, 0xff, 0xe2, 0, 4, 9, 9, 0xff, 0xff, 0xc2, 0, 17, 8, 1, 0, 2,
        0,
      ],
      '512x256',
    ],
    'WebP with alpha': [
      [...bytesOf('RIFF....WEBPVP8X'), ...Array(8).fill(0), 9, 0, 0, 8, 1, 0],
      '10x265',
    ],
    AVIF: [
      [
        ...bytesOf('....ftypavif....'),
        ...[0, 0, 0, 20],
        ...bytesOf('ispe'),
        ...[0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1, 0],
        ...Array(16).fill(0),
      ],
      '512x256',
    ],
  };
  for (const [name, [bytes, expected]] of Object.entries(sizes))
    it(`is read from a ${name}`, async () => {
      const size = await sizeOfImage(new Blob([new Uint8Array(bytes)]));
      expect(`${size?.width}x${size?.height}`).to.equal(expected);
    });

  it('is unknown where the bytes end too soon, or are of something else', async () => {
    for (const bytes of [
      '',
      'GIF8',
      'RIFF....WEBPVP8X',
      '<svg/>',
      'text that goes on and on and on',
    ])
      expect(await sizeOfImage(new Blob([bytes])), bytes).to.equal(undefined);
    const endless = new Uint8Array(64).fill(0xff);
    endless[1] = 0xd8;
    expect(await sizeOfImage(new Blob([endless]))).to.equal(undefined);
  });
});

describe('a picture of a file', () => {
  it('is drawn small, of its middle, and freed with its row', async () => {
    const { element } = await stage();
    const upload = only(
      element.addFiles([await picture('image/png', 'photo.png')]),
    );
    await until(() => all(element, 'canvas').length === 1);
    expect((one(element, 'canvas') as HTMLCanvasElement).width).to.equal(96);
    expect(colourOf(element)).to.deep.equal([0, 170, 0]);
    element.remove(upload);
    await element.updateComplete;
    expect(all(element, 'canvas').length).to.equal(0);
  });

  it('is not made of SVG, nor of what only says that it is a picture', async () => {
    const { element } = await stage({ multiple: '' });
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
    const names = await unpackedWhile(async () => {
      element.addFiles([
        new File([svg], 'a.svg', { type: 'image/svg+xml' }),
        new File([svg], 'b.png', { type: 'image/png' }),
        await picture('image/png', 'photo.png'),
      ]);
      await until(() => all(element, 'canvas').length === 1);
    });
    expect(names).to.deep.equal(['photo.png']);
    expect(all(element, 'img, iframe, object, embed').length).to.equal(0);
  });

  it('is not unpacked where it says that it has too many pixels', async () => {
    const { element } = await stage({ multiple: '' });
    const names = await unpackedWhile(async (unpacked) => {
      element.addFiles([
        boastful(20_000, 20_000),
        boastful(4_000_000_000, 1),
        boastful(8000, 8000),
        await picture('image/png', 'photo.png'),
      ]);
      await until(() => all(element, 'canvas').length === 1);
      await until(() => unpacked.length === 2);
    });
    // Which row comes into sight first is the browser's to say.
    expect(names.sort()).to.deep.equal(['8000.png', 'photo.png']);
  });

  it('is shrunk while it is unpacked, and never enlarged', async () => {
    const { element } = await stage({ multiple: '' });
    const sizes: number[][] = [];
    const browsers = window.createImageBitmap;
    window.createImageBitmap = (async (
      image: File,
      options: ImageBitmapOptions,
    ) => {
      const bitmap = await browsers(image, options);
      sizes.push([bitmap.width, bitmap.height]);
      return bitmap;
    }) as typeof createImageBitmap;
    try {
      for (const [width, height] of [
        [1200, 800],
        [800, 1200],
        [2000, 100],
        [100, 2000],
        [30, 20],
      ] as const) {
        element.clear({ all: true });
        await until(() => all(element, 'canvas').length === 0);
        const name = `${width}.png`;
        element.addFiles([await picture('image/png', name, width, height)]);
        await until(() => all(element, 'canvas').length === 1);
      }
    } finally {
      window.createImageBitmap = browsers;
    }
    const expected = [
      // Larger than it need be, so that it is large enough on its side too.
      [216, 144],
      [96, 144],
      [2000, 100],
      [100, 2000],
      [30, 20],
    ].flat();
    // Browsers round in their own ways.
    for (const [at, size] of sizes.flat().entries())
      expect(size).to.be.closeTo(expected[at] ?? 0, 1);
  });

  /** The list is there as a whole, or only what is in sight of it. */
  for (const count of [42, 102])
    it(`is made for a row of ${count} in sight, and for no other`, async () => {
      const { element } = await stage({ multiple: '' });
      const files = [
        await picture('image/png', 'first.png'),
        ...Array.from({ length: count - 2 }, (_, at) => fileOf(`${at}.txt`, 1)),
        await picture('image/png', 'last.png', 310),
      ];
      const names = await unpackedWhile(async () => {
        element.addFiles(files);
        await until(() => all(element, 'canvas').length === 1);
        await element.done();
        await nextTask(300);
      });
      expect(names).to.deep.equal(['first.png']);
      const later = await unpackedWhile(async () => {
        const list = one(element, '[part=list]');
        list.scrollIntoView({ block: 'end' });
        list.scrollTop = list.scrollHeight;
        await until(
          () => all(element, '[part=row]:last-child canvas').length > 0,
        );
      });
      expect(later).to.deep.equal(['last.png']);
      window.scrollTo(0, 0);
    });

  it('waits until the one before is there', async () => {
    const { element } = await stage({ multiple: '' });
    const browsers = window.createImageBitmap;
    const turns: (() => void)[] = [];
    window.createImageBitmap = (async (
      image: File,
      options: ImageBitmapOptions,
    ) => {
      await new Promise<void>((resolve) => turns.push(resolve));
      return browsers(image, options);
    }) as typeof createImageBitmap;
    try {
      element.addFiles([
        await picture('image/png', '1.png', 300),
        await picture('image/png', '2.png', 301),
      ]);
      await until(() => turns.length === 1);
      await nextTask(50);
      expect(turns.length).to.equal(1);
      turns[0]?.();
      await until(() => turns.length === 2);
      turns[1]?.();
      await until(() => all(element, 'canvas').length === 2);
    } finally {
      window.createImageBitmap = browsers;
    }
  });
});

describe('the code for pictures', () => {
  const host = {
    addController: () => {},
    removeController: () => {},
    requestUpdate: () => {},
    updateComplete: Promise.resolve(true),
  };
  const uploadOf = (type: string, name = type) =>
    ({ file: new File(['a'], name, { type }) }) as unknown as Upload;

  it('is loaded once, with the first row that can have one, and not for other files', async () => {
    const wanted: (string | undefined)[] = [];
    let loads = 0;
    let arrive = () => {};
    const isThere = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    class Made {
      want({ file }: Upload) {
        wanted.push(file?.name);
      }
      free() {}
    }
    const previews = new Previews(host, async () => {
      loads += 1;
      await isThere;
      return Made as unknown as typeof Pictures;
    });
    previews.want(uploadOf('text/plain'));
    expect(loads).to.equal(0);
    const [photo, gone] = [uploadOf('image/png'), uploadOf('image/gif')];
    for (const upload of [photo, gone, photo, uploadOf('video/webm')])
      previews.want(upload);
    previews.free(gone);
    arrive();
    await until(() => wanted.length === 2);
    previews.want(uploadOf('image/webp'));
    expect(wanted).to.deep.equal(['image/png', 'video/webm', 'image/webp']);
    expect(loads).to.equal(1);
  });

  it('may be missing: that is said once, and files keep their icons', async () => {
    const said: string[] = [];
    const { warn } = console;
    console.warn = (text: string) => said.push(text);
    try {
      let loads = 0;
      const previews = new Previews(host, () => {
        loads += 1;
        return Promise.reject(new TypeError('404'));
      });
      const photo = uploadOf('image/png');
      previews.want(photo);
      await until(() => said.length === 1);
      previews.want(photo);
      previews.free(photo);
      previews.clear();
      expect(previews.of(photo)).to.equal(undefined);
      expect(loads).to.equal(1);
      expect(said[0]).to.contain('Icons stand in');
    } finally {
      console.warn = warn;
    }
  });
});

describe('a picture of a video', () => {
  /** The addresses that a local file is given, and those that are taken back. */
  const addresses = () => {
    const given: string[] = [];
    const taken: string[] = [];
    const { createObjectURL, revokeObjectURL } = URL;
    URL.createObjectURL = (blob) => {
      const url = createObjectURL.call(URL, blob);
      given.push(url);
      return url;
    };
    URL.revokeObjectURL = (url) => {
      taken.push(url);
      revokeObjectURL.call(URL, url);
    };
    const restore = () =>
      Object.assign(URL, { createObjectURL, revokeObjectURL });
    return { given, taken, restore };
  };

  itUnless(
    { webkit: 'this WebKit records no video to show' },
    'is one of its frames, and the file has no address afterwards',
    async () => {
      const { element } = await stage();
      const file = await video();
      const { given, taken, restore } = addresses();
      try {
        const upload = only(element.addFiles([file]));
        await until(() => all(element, 'canvas').length === 1, 'a frame');
        const [red = 255, green = 0, blue = 255] = colourOf(element);
        expect(green).to.be.greaterThan(Math.max(red, blue) + 60);
        expect(given.length).to.equal(1);
        expect(taken).to.deep.equal(given);
        expect(all(element, 'video').length).to.equal(0);
        await reaches(upload, 'uploaded');
        expect(element.shadowRoot?.innerHTML).not.to.contain('blob:');
      } finally {
        restore();
      }
    },
  );

  it('is an icon where it cannot be read, and the file has no address then either', async () => {
    const { element } = await stage();
    const { given, taken, restore } = addresses();
    try {
      const text = new File(['no video'], 'a.mp4', { type: 'video/mp4' });
      element.addFiles([text]);
      await until(() => taken.length === 1, 'the address to be taken back');
      expect(taken).to.deep.equal(given);
      expect(all(element, 'canvas').length).to.equal(0);
      expect(one(element, '.picture').dataset.kind).to.equal('video');
    } finally {
      restore();
    }
  });

  itUnless(
    { webkit: 'this WebKit records no video to show' },
    'is given up when its row goes',
    async () => {
      const { element } = await stage();
      const { given, taken, restore } = addresses();
      try {
        const upload = only(element.addFiles([await video()]));
        await until(() => given.length === 1, 'an address');
        element.remove(upload);
        await until(() => taken.length === 1, 'the address to be taken back');
        expect(taken).to.deep.equal(given);
      } finally {
        restore();
      }
    },
  );
});

describe("the drive's preview", () => {
  const record = (previews: FileVersion['previews']): FileVersion => ({
    uuid: '1',
    type: 'image',
    name: 'a.png',
    size: 1,
    previews: previews ?? null,
  });
  const link = (path: string, side: number) => ({
    download_link: new URL(path, location.href).href,
    width: side,
    height: side,
  });
  const demo = '/demo/images/demo.png';

  it('stands in a row that has no picture of its own: the smallest that is large enough', async () => {
    const { element } = await stage();
    element.initialRecords = [
      record([link('/900.png', 900), link(demo, 100), link('/20.png', 20)]),
    ];
    await until(() => all(element, 'img[data-there]').length === 1);
    const image = one(element, 'img') as HTMLImageElement;
    expect(new URL(image.src).pathname).to.equal(demo);
    expect(image.alt).to.equal('');
    expect(image.referrerPolicy).to.equal('no-referrer');
    expect(image.loading).to.equal('lazy');
    expect(image.decoding).to.equal('async');
  });

  it('is the largest where none is large enough', async () => {
    const { element } = await stage();
    element.initialRecords = [
      record([link('/20.png', 20), link(demo, 60), link('/30.png', 30)]),
    ];
    await element.updateComplete;
    expect((one(element, 'img') as HTMLImageElement).src).to.contain(demo);
  });

  it('leaves the icon where it is if it cannot be fetched', async () => {
    const { element } = await stage();
    const isAsked = new Promise((resolve) => {
      element.shadowRoot?.addEventListener('error', resolve, true);
    });
    element.initialRecords = [record([link('/there-is-none.png', 100)])];
    await isAsked;
    expect(getComputedStyle(one(element, 'img')).opacity).to.equal('0');
    expect(all(element, '.picture svg').length).to.equal(1);
  });

  it('is not asked for at an address that is not https', async () => {
    const { element } = await stage();
    element.initialRecords = [
      record([
        { download_link: 'http://drive.example/1', width: 100, height: 100 },
        { download_link: 'data:image/png,', width: 100, height: 100 },
        { download_link: 'blob:https://x/1', width: 100, height: 100 },
      ]),
    ];
    await element.updateComplete;
    expect(all(element, 'img').length).to.equal(0);
    expect(all(element, '.picture svg').length).to.equal(1);
  });
});

describe('an icon', () => {
  it('is that of the extension, else of the type', async () => {
    const { element } = await stage({ multiple: '', manual: '' });
    const names = {
      'a.JPG': 'image',
      'a.mkv': 'video',
      'a.opus': 'audio',
      'a.pdf': 'pdf',
      'a.tar.gz': 'archive',
      'a.csv': 'sheet',
      'a.docx': 'text',
      'a.ts': 'code',
      'a.dwg': 'other',
      none: 'other',
      '.pdf': 'pdf',
    };
    element.addFiles([
      ...Object.keys(names).map((name, at) => fileOf(name, at + 1)),
      fileOf('photo', 50, 'image/heic'),
      fileOf('b.ts', 51, 'video/mp2t'),
      fileOf('c', 52, 'application/zip'),
    ]);
    await element.updateComplete;
    expect(
      all(element, '.picture').map(({ dataset }) => dataset.kind),
    ).to.deep.equal([...Object.values(names), 'image', 'code', 'archive']);
  });

  it('of a record is that of what the drive says of it', async () => {
    const { element } = await stage({ multiple: '' });
    const base = { name: 'a', size: 1 };
    element.initialRecords = [
      { ...base, uuid: '1', type: 'video' },
      { ...base, uuid: '2', type: 'file', metadata: { extension: 'pdf' } },
      {
        ...base,
        uuid: '3',
        type: 'file',
        metadata: { mime_type: 'text/csv' },
      },
    ];
    await element.updateComplete;
    expect(
      all(element, '.picture').map(({ dataset }) => dataset.kind),
    ).to.deep.equal(['video', 'pdf', 'sheet']);
  });
});

function bytesOf(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}
