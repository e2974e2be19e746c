/**
 * The element's words in English.
 *
 * Knows: sentences. Says what happened and what a person can do about it. Does not know: where they are shown.
 */

import type { Messages } from '../messages.js';

const KINDS = {
  image: 'images',
  video: 'videos',
  audio: 'sound',
  text: 'text',
};

const english: Messages = {
  dropFiles: ({ multiple }) =>
    multiple ? 'Drop files here' : 'Drop a file here',
  dropNow: ({ multiple }) =>
    multiple ? 'Drop to add the files' : 'Drop to add the file',
  chooseFiles: ({ multiple }) => (multiple ? 'Choose files' : 'Choose a file'),
  chooseFolder: 'Choose a folder',
  readingFolder: 'Reading the folder…',
  folderEmpty: ({ name }) => `The folder “${name}” is empty.`,
  folderUnreadable: ({ name }) =>
    `The folder “${name}” cannot be read. Was it moved or renamed? Add it again.`,
  folderRefused: ({ name }) =>
    `Only one file can be added here. Open the folder “${name}” and choose a file.`,
  limitFiles: ({ count }, f) =>
    f.plural(count, { one: 'At most # file', other: 'At most # files' }),
  limitSize: ({ bytes, multiple }, f) =>
    multiple ? `Up to ${f.bytes(bytes)} each` : `Up to ${f.bytes(bytes)}`,
  limitTotal: ({ bytes }, f) => `Up to ${f.bytes(bytes)} together`,
  limitTypes: ({ types }, f) => f.types(types, KINDS),

  queued: 'Waiting to start',
  opening: 'Starting…',
  uploading: ({ loaded, total, speed, timeLeft }, f) =>
    [
      `${f.bytes(loaded)} of ${f.bytes(total)}`,
      speed > 0 && f.speed(speed),
      timeLeft !== undefined && `${f.duration(timeLeft)} left`,
    ]
      .filter(Boolean)
      .join(' · '),
  startingOver: 'Sending the file again from its start…',
  healing: 'Repairing what arrived…',
  checking: 'Checking what arrived…',
  pausing: 'Pausing…',
  paused: ({ loaded, total }, f) =>
    `Paused at ${f.bytes(loaded)} of ${f.bytes(total)}`,
  pausedForFile: ({ loaded, total }, f) =>
    `Choose the file again: ${f.bytes(loaded)} of ${f.bytes(total)} are uploaded already.`,
  pausedForPermission: ({ loaded, total }, f) =>
    `Go on, and allow reading the file: ${f.bytes(loaded)} of ${f.bytes(total)} are uploaded already.`,
  otherFile: 'This is another file. Choose the one that was being uploaded.',
  waitingForOtherTab: 'Being uploaded in another tab.',
  waitingForCard: 'Starts when the card is saved.',
  waitingForNetwork: ({ seconds }, f) =>
    seconds === undefined
      ? 'No connection. Goes on by itself.'
      : `No connection. Tries again in ${f.duration(seconds)}.`,
  waitingForDrive: ({ seconds }, f) =>
    seconds === undefined
      ? 'The server is busy. Goes on by itself.'
      : `The server is busy. Tries again in ${f.duration(seconds)}.`,
  waitingHidden:
    'Answers of the server do not get through to this page. Still trying.',
  waiting: 'Waiting. Goes on by itself.',
  uploaded: ({ total }, f) => `Uploaded · ${f.bytes(total)}`,
  aborted: 'Canceled',
  linking: 'Uploaded. Adding it to the card…',
  linked: ({ total }, f) => `On the card · ${f.bytes(total)}`,
  unlinked: 'Uploaded, but not on the card.',

  pauseFile: ({ name }) => `Pause ${name}`,
  resumeFile: ({ name }) => `Resume ${name}`,
  chooseAgain: ({ name }) => `Choose ${name} again`,
  retryFile: ({ name }) => `Try ${name} again`,
  abortFile: ({ name }) => `Cancel ${name}`,
  linkFile: ({ name }) => `Add ${name} to the card again`,
  removeFile: ({ name }) => `Remove ${name} from the list`,
  progressOfFile: ({ name }) => `Progress of ${name}`,
  serverSays: 'The server says:',
  tried: ({ count, at }, f) =>
    f.plural(count, {
      one: `Tried once, at ${f.time(at)}.`,
      other: `Tried # times, last at ${f.time(at)}.`,
    }),
  copyDiagnosis: 'Copy details for support',
  copiedAloud: 'Copied.',

  files: 'Files',
  totals: ({ uploaded, count, loaded, total }, f) =>
    `${f.plural(count, {
      one: `${f.number(uploaded)} of # file uploaded`,
      other: `${f.number(uploaded)} of # files uploaded`,
    })} · ${f.bytes(loaded)} of ${f.bytes(total)}`,
  progressOfAll: 'Progress of all files',
  startAll: ({ count }, f) =>
    f.plural(count, { one: 'Upload # file', other: 'Upload # files' }),
  pauseAll: 'Pause all',
  resumeAll: 'Resume all',
  retryAll: 'Try failed ones again',
  abortAll: 'Cancel all',
  clear: 'Clear list',

  rejected: ({ count }, f) =>
    f.plural(count, {
      one: '# file was not added',
      other: '# files were not added',
    }),
  rejectedMore: ({ count }, f) => `and ${f.number(count)} more`,
  leftOut: ({ count }, f) =>
    f.plural(count, {
      one: '# system file was left out',
      other: '# system files were left out',
    }),
  dismiss: 'Dismiss',

  valueMissing: ({ multiple }) =>
    multiple ? 'Add at least one file.' : 'Add a file.',
  stillUploading: ({ count }, f) =>
    f.plural(count, {
      one: '# file is still uploading.',
      other: '# files are still uploading.',
    }),
  notUploadedYet: ({ count }, f) =>
    f.plural(count, {
      one: '# file is not uploaded yet. Upload it, or cancel it.',
      other: '# files are not uploaded yet. Upload them, or cancel them.',
    }),
  uploadsFailed: ({ count }, f) =>
    f.plural(count, {
      one: '# file was not uploaded. Try it again, or remove it from the list.',
      other:
        '# files were not uploaded. Try them again, or remove them from the list.',
    }),

  startedAloud: ({ name, count }, f) =>
    count === 1
      ? `Upload of ${name} started.`
      : `Upload of ${f.number(count)} files started.`,
  uploadedAloud: ({ name, count }, f) =>
    count === 1 ? `${name} uploaded.` : `${f.number(count)} files uploaded.`,
  failedAloud: ({ name, count }, f) =>
    count === 1
      ? `Upload of ${name} failed.`
      : `Upload of ${f.number(count)} files failed.`,
  unlinkedAloud: ({ name, count }, f) =>
    count === 1
      ? `${name} was uploaded, but is not on the card.`
      : `${f.number(count)} files were uploaded, but are not on the card.`,
  quarterAloud: ({ share }, f) => `${f.percent(share)} uploaded.`,
  doneAloud: ({ uploaded, failed, aborted }, f) =>
    [
      f.plural(uploaded, {
        one: 'All done: # file uploaded',
        other: 'All done: # files uploaded',
      }),
      failed > 0 && `${f.number(failed)} failed`,
      aborted > 0 && `${f.number(aborted)} canceled`,
    ]
      .filter(Boolean)
      .join(', '),

  'bad-option': ({ subject }) =>
    `Files cannot be uploaded here: “${subject}” is missing or cannot be read.`,
  'too-many-files': ({ limit = 1 }, f) =>
    f.plural(limit, {
      one: 'Only # file can be added.',
      other: 'Only # files can be added.',
    }),
  'file-too-small': ({ limit = 0 }, f) =>
    `The file is smaller than ${f.bytes(limit)}.`,
  'file-too-large': ({ limit }, f) =>
    limit === undefined
      ? 'The file is too large.'
      : `The file is larger than ${f.bytes(limit)}.`,
  'total-too-large': ({ limit = 0 }, f) =>
    `All files together may have ${f.bytes(limit)} at most.`,
  'file-type': 'Files of this type cannot be added.',
  duplicate: 'This file is in the list already.',
  'not-a-file': 'Only files can be added here, not links or text.',
  'prepare-failed': 'The file could not be prepared.',
  unreachable:
    'The server cannot be reached. Check the connection, then try again.',
  'blocked-response':
    'The answer of the server does not get through to this page. Tell whoever runs this page.',
  redirected:
    'The server wants the file at another address, which is not allowed. Tell whoever runs this page.',
  'forbidden-address':
    'The file was not sent, because its address is not one that this page allows. Tell whoever runs this page.',
  unauthorized:
    'You are no longer signed in for uploads. Sign in again, then try again.',
  forbidden:
    'Uploading is not allowed. The access needs the scope “Access to files”; ask whoever runs this page.',
  'session-refused':
    'The server does not take this file. Ask whoever runs this page.',
  refused: 'The server refused the file on the way. Try again.',
  'part-too-large':
    'The server refused a part of the file as too large. Tell whoever runs this page.',
  'rate-limited':
    'The server gets too many requests. Try again in a few minutes.',
  'server-error': 'The server has a problem. Try again later.',
  timeout: 'The server did not answer for too long. Try again later.',
  'bad-response':
    'The answer of the server cannot be understood. Try again later.',
  integrity:
    'What arrived is not what was sent, so the upload does not count. Try again.',
  'file-changed':
    'The file was changed after it was added. Remove it and add it again.',
  'file-unreadable':
    'The file can no longer be read. Was it moved or renamed? Add it again.',
  'link-refused':
    'The file was uploaded, but the card did not take it. Try again, or add it to the card by hand.',
};

export default english;
