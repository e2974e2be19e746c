/**
 * The element's words in Indonesian.
 *
 * Knows: sentences, as `en.ts` does, and that a noun after a number stays as it is. Does not know: where they are shown.
 */

import type { Messages } from '../messages.js';

const KINDS = {
  image: 'gambar',
  video: 'video',
  audio: 'audio',
  text: 'teks',
};

const indonesian: Messages = {
  dropFiles: 'Lepaskan file di sini',
  dropNow: 'Lepaskan untuk menambahkan file',
  chooseFiles: ({ multiple }) => (multiple ? 'Pilih file' : 'Pilih satu file'),
  chooseFolder: 'Pilih folder',
  readingFolder: 'Memeriksa isi folder…',
  folderEmpty: ({ name }) => `Folder “${name}” kosong.`,
  folderUnreadable: ({ name }) =>
    `Folder “${name}” tidak dapat dibaca. Apakah sudah dipindahkan atau diganti namanya? Tambahkan lagi.`,
  folderRefused: ({ name }) =>
    `Hanya satu file yang dapat ditambahkan di sini. Buka folder “${name}” dan pilih satu file.`,
  limitFiles: ({ count }, f) => `Paling banyak ${f.number(count)} file`,
  limitSize: ({ bytes, multiple }, f) =>
    multiple
      ? `Masing-masing hingga ${f.bytes(bytes)}`
      : `Hingga ${f.bytes(bytes)}`,
  limitTotal: ({ bytes }, f) => `Seluruhnya hingga ${f.bytes(bytes)}`,
  limitTypes: ({ types }, f) => f.types(types, KINDS),

  queued: 'Menunggu dimulai',
  opening: 'Memulai…',
  uploading: ({ loaded, total, speed, timeLeft }, f) =>
    [
      `${f.bytes(loaded)} dari ${f.bytes(total)}`,
      speed > 0 && f.speed(speed),
      timeLeft !== undefined && `sisa ${f.duration(timeLeft)}`,
    ]
      .filter(Boolean)
      .join(' · '),
  startingOver: 'Mengirim ulang file dari awal…',
  healing: 'Memperbaiki data yang sudah tiba…',
  checking: 'Memeriksa data yang sudah tiba…',
  pausing: 'Menjeda…',
  paused: ({ loaded, total }, f) =>
    `Dijeda pada ${f.bytes(loaded)} dari ${f.bytes(total)}`,
  pausedForFile: ({ loaded, total }, f) =>
    `Pilih file itu lagi: ${f.bytes(loaded)} dari ${f.bytes(total)} sudah diunggah.`,
  pausedForPermission: ({ loaded, total }, f) =>
    `Lanjutkan dan izinkan file dibaca: ${f.bytes(loaded)} dari ${f.bytes(total)} sudah diunggah.`,
  otherFile: 'Ini file lain. Pilih file yang tadi sedang diunggah.',
  waitingForOtherTab: 'Sedang diunggah di tab lain.',
  waitingForCard: 'Akan diunggah setelah kartu disimpan.',
  waitingForNetwork: ({ seconds }, f) =>
    seconds === undefined
      ? 'Tidak ada koneksi. Akan lanjut sendiri.'
      : `Tidak ada koneksi. Dicoba lagi dalam ${f.duration(seconds)}.`,
  waitingForDrive: ({ seconds }, f) =>
    seconds === undefined
      ? 'Server sedang sibuk. Akan lanjut sendiri.'
      : `Server sedang sibuk. Dicoba lagi dalam ${f.duration(seconds)}.`,
  waitingHidden:
    'Jawaban server tidak sampai ke halaman ini. Masih terus dicoba.',
  waiting: 'Menunggu. Akan lanjut sendiri.',
  uploaded: ({ total }, f) => `Terunggah · ${f.bytes(total)}`,
  aborted: 'Dibatalkan',
  linking: 'Terunggah. Menambahkan ke kartu…',
  linked: ({ total }, f) => `Di kartu · ${f.bytes(total)}`,
  unlinked: 'Terunggah, tetapi tidak ada di kartu.',

  pauseFile: ({ name }) => `Jeda ${name}`,
  resumeFile: ({ name }) => `Lanjutkan ${name}`,
  chooseAgain: ({ name }) => `Pilih ${name} lagi`,
  retryFile: ({ name }) => `Coba ${name} lagi`,
  abortFile: ({ name }) => `Batalkan ${name}`,
  linkFile: ({ name }) => `Tambahkan ${name} ke kartu lagi`,
  removeFile: ({ name }) => `Hapus ${name} dari daftar`,
  progressOfFile: ({ name }) => `Kemajuan ${name}`,
  serverSays: 'Kata server:',
  tried: ({ count, at }, f) =>
    `${f.number(count)} kali dicoba, terakhir pukul ${f.time(at)}.`,
  copyDiagnosis: 'Salin rincian untuk tim dukungan',
  copiedAloud: 'Disalin.',

  files: 'Daftar file',
  totals: ({ uploaded, count, loaded, total }, f) =>
    `${f.number(uploaded)} dari ${f.number(count)} file terunggah · ${f.bytes(loaded)} dari ${f.bytes(total)}`,
  progressOfAll: 'Kemajuan semua file',
  startAll: ({ count }, f) => `Unggah ${f.number(count)} file`,
  pauseAll: 'Jeda semua',
  resumeAll: 'Lanjutkan semua',
  retryAll: 'Coba lagi yang gagal',
  abortAll: 'Batalkan semua',
  clear: 'Kosongkan daftar',

  rejected: ({ count }, f) => `${f.number(count)} file tidak ditambahkan`,
  rejectedMore: ({ count }, f) => `dan ${f.number(count)} lagi`,
  leftOut: ({ count }, f) =>
    `${f.number(count)} file milik sistem tidak disertakan`,
  dismiss: 'Tutup',

  valueMissing: ({ multiple }) =>
    multiple ? 'Tambahkan setidaknya satu file.' : 'Tambahkan satu file.',
  stillUploading: ({ count }, f) => `${f.number(count)} file masih diunggah.`,
  notUploadedYet: ({ count }, f) =>
    `${f.number(count)} file belum diunggah. Unggah atau batalkan.`,
  uploadsFailed: ({ count }, f) =>
    `${f.number(count)} file tidak terunggah. Coba lagi, atau hapus dari daftar.`,

  startedAloud: ({ name, count }, f) =>
    count === 1
      ? `Pengunggahan ${name} dimulai.`
      : `Pengunggahan ${f.number(count)} file dimulai.`,
  uploadedAloud: ({ name, count }, f) =>
    count === 1 ? `${name} terunggah.` : `${f.number(count)} file terunggah.`,
  failedAloud: ({ name, count }, f) =>
    count === 1
      ? `Pengunggahan ${name} gagal.`
      : `Pengunggahan ${f.number(count)} file gagal.`,
  unlinkedAloud: ({ name, count }, f) =>
    count === 1
      ? `${name} terunggah, tetapi tidak ada di kartu.`
      : `${f.number(count)} file terunggah, tetapi tidak ada di kartu.`,
  quarterAloud: ({ share }, f) => `${f.percent(share)} terunggah.`,
  doneAloud: ({ uploaded, failed, aborted }, f) =>
    [
      `Selesai: ${f.number(uploaded)} file terunggah`,
      failed > 0 && `${f.number(failed)} gagal`,
      aborted > 0 && `${f.number(aborted)} dibatalkan`,
    ]
      .filter(Boolean)
      .join(', '),

  'bad-option': ({ subject }) =>
    `File tidak dapat diunggah di sini: “${subject}” tidak ada atau tidak dapat dibaca.`,
  'too-many-files': ({ limit = 1 }, f) =>
    `Hanya ${f.number(limit)} file yang dapat ditambahkan.`,
  'file-too-small': ({ limit = 0 }, f) =>
    `Ukuran file kurang dari ${f.bytes(limit)}.`,
  'file-too-large': ({ limit }, f) =>
    limit === undefined
      ? 'Ukuran file terlalu besar.'
      : `Ukuran file lebih dari ${f.bytes(limit)}.`,
  'total-too-large': ({ limit = 0 }, f) =>
    `Ukuran semua file bersama-sama paling besar ${f.bytes(limit)}.`,
  'file-type': 'File jenis ini tidak dapat ditambahkan.',
  duplicate: 'File ini sudah ada di daftar.',
  'not-a-file':
    'Hanya file yang dapat ditambahkan di sini, bukan tautan atau teks.',
  'prepare-failed': 'File tidak dapat disiapkan.',
  unreachable: 'Server tidak dapat dihubungi. Periksa koneksi, lalu coba lagi.',
  'blocked-response':
    'Jawaban server tidak sampai ke halaman ini. Beri tahu pengelola halaman ini.',
  redirected:
    'Server meminta file di alamat lain, dan itu tidak diizinkan. Beri tahu pengelola halaman ini.',
  'forbidden-address':
    'File tidak dikirim karena halaman ini tidak mengizinkan alamatnya. Beri tahu pengelola halaman ini.',
  unauthorized:
    'Sesi Anda untuk mengunggah sudah berakhir. Masuk lagi, lalu coba lagi.',
  forbidden:
    'Pengunggahan tidak diizinkan. Akses ini memerlukan izin untuk file; tanyakan kepada pengelola halaman ini.',
  'session-refused':
    'Server tidak menerima file ini. Tanyakan kepada pengelola halaman ini.',
  refused: 'Server menolak file saat dikirim. Coba lagi.',
  'part-too-large':
    'Server menolak satu bagian file karena terlalu besar. Beri tahu pengelola halaman ini.',
  'rate-limited':
    'Server menerima terlalu banyak permintaan. Coba lagi beberapa menit lagi.',
  'server-error': 'Server sedang bermasalah. Coba lagi nanti.',
  timeout: 'Server terlalu lama tidak menjawab. Coba lagi nanti.',
  'bad-response':
    'Server memberi jawaban yang tidak dapat dipahami. Coba lagi nanti.',
  integrity:
    'Yang tiba tidak sama dengan yang dikirim, jadi pengunggahan ini tidak dihitung. Coba lagi.',
  'file-changed':
    'File berubah setelah ditambahkan. Hapus dari daftar, lalu tambahkan lagi.',
  'file-unreadable':
    'File tidak dapat dibaca lagi. Apakah dipindahkan atau diganti namanya? Tambahkan lagi.',
  'link-refused':
    'File sudah diunggah, tetapi kartu tidak menerimanya. Coba lagi, atau tambahkan sendiri ke kartu.',
};

export default indonesian;
