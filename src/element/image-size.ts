/**
 * How large an image is, read from its first bytes.
 *
 * Knows: where the formats that browsers draw keep width and height. Does not know: pixels. A small file can unpack to
 * gigabytes, so that this comes before anything is unpacked; what does not say its size is not drawn.
 */

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** A JPEG may carry a colour profile and a picture of its own before it says how large it is. */
const HEAD = 2 ** 18;

/** The size that an image says it has, in pixels. */
export const sizeOfImage = async (
  file: Blob,
): Promise<ImageSize | undefined> => {
  const bytes = new DataView(await file.slice(0, HEAD).arrayBuffer());
  try {
    return readSize(bytes);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

const readSize = (bytes: DataView): ImageSize | undefined => {
  const text = (at: number) =>
    String.fromCharCode(...[0, 1, 2, 3].map((n) => bytes.getUint8(at + n)));
  const start = text(0);
  if (start === '\x89PNG')
    return { width: bytes.getUint32(16), height: bytes.getUint32(20) };
  if (start === 'GIF8')
    return {
      width: bytes.getUint16(6, true),
      height: bytes.getUint16(8, true),
    };
  if (start.startsWith('BM'))
    return {
      width: bytes.getUint32(18, true),
      // Negative where it begins at its top.
      height: Math.abs(bytes.getInt32(22, true)),
    };
  if (start.startsWith('\xff\xd8')) return sizeOfJpeg(bytes);
  if (start === 'RIFF' && text(8) === 'WEBP')
    return sizeOfWebp(bytes, text(12));
  // AVIF.
  if (text(4) === 'ftyp') return sizeInBoxes(bytes, text);
  return undefined;
};

/** Segments, each with its length, until the one that begins a frame. */
const sizeOfJpeg = (bytes: DataView): ImageSize | undefined => {
  for (let at = 2; ; at += 2 + bytes.getUint16(at + 2)) {
    // Any number of them may fill the room before a marker.
    while (bytes.getUint16(at) === 0xffff) at += 1;
    const marker = bytes.getUint16(at);
    if (marker < 0xffc0 || marker === 0xffda) return undefined;
    if (marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker))
      return {
        width: bytes.getUint16(at + 7),
        height: bytes.getUint16(at + 5),
      };
  }
};

const sizeOfWebp = (bytes: DataView, form: string): ImageSize | undefined => {
  if (form === 'VP8X') {
    const less = (at: number) =>
      bytes.getUint16(at, true) + (bytes.getUint8(at + 2) << 16);
    return { width: less(24) + 1, height: less(27) + 1 };
  }
  if (form === 'VP8L') {
    const packed = bytes.getUint32(21, true);
    return {
      width: (packed & 0x3fff) + 1,
      height: ((packed >> 14) & 0x3fff) + 1,
    };
  }
  return {
    width: bytes.getUint16(26, true) & 0x3fff,
    height: bytes.getUint16(28, true) & 0x3fff,
  };
};

/** Each image in such a file has a box with its size: the largest counts. */
const sizeInBoxes = (
  bytes: DataView,
  text: (at: number) => string,
): ImageSize | undefined => {
  let found: ImageSize | undefined;
  const end = Math.min(bytes.byteLength - 16, 2 ** 14);
  for (let at = 0; at < end; at += 1)
    if (bytes.getUint8(at) === 0x69 && text(at) === 'ispe') {
      const width = bytes.getUint32(at + 8);
      const height = bytes.getUint32(at + 12);
      if (found === undefined || width * height > found.width * found.height)
        found = { width, height };
    }
  return found;
};
