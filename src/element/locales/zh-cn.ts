/**
 * The element's words in Simplified Chinese.
 *
 * Knows: sentences, as `en.ts` does, with the punctuation that is as wide as the characters. Does not know: where they
 * are shown.
 */

import type { Messages } from '../messages.js';

const KINDS = {
  image: '图片',
  video: '视频',
  audio: '音频',
  text: '文本',
};

const chinese: Messages = {
  dropFiles: ({ multiple }) =>
    multiple ? '将文件拖放到此处' : '将一个文件拖放到此处',
  dropNow: ({ multiple }) =>
    multiple ? '松开即可添加这些文件' : '松开即可添加此文件',
  chooseFiles: ({ multiple }) => (multiple ? '选择文件' : '选择一个文件'),
  chooseFolder: '选择文件夹',
  readingFolder: '正在查看文件夹…',
  folderEmpty: ({ name }) => `文件夹“${name}”是空的。`,
  folderUnreadable: ({ name }) =>
    `无法读取文件夹“${name}”。它是否已被移动或重命名？请重新添加。`,
  folderRefused: ({ name }) =>
    `此处只能添加一个文件。请打开文件夹“${name}”并选择一个文件。`,
  limitFiles: ({ count }, f) => `最多 ${f.number(count)} 个文件`,
  limitSize: ({ bytes, multiple }, f) =>
    multiple ? `每个不超过 ${f.bytes(bytes)}` : `不超过 ${f.bytes(bytes)}`,
  limitTotal: ({ bytes }, f) => `总共不超过 ${f.bytes(bytes)}`,
  limitTypes: ({ types }, f) => f.types(types, KINDS),

  queued: '等待开始',
  opening: '正在开始…',
  uploading: ({ loaded, total, speed, timeLeft }, f) =>
    [
      `${f.bytes(loaded)} / ${f.bytes(total)}`,
      speed > 0 && f.speed(speed),
      timeLeft !== undefined && `还剩 ${f.duration(timeLeft)}`,
    ]
      .filter(Boolean)
      .join(' · '),
  startingOver: '正在从头重新发送文件…',
  healing: '正在修复已送达的内容…',
  checking: '正在检查已送达的内容…',
  pausing: '正在暂停…',
  paused: ({ loaded, total }, f) =>
    `已暂停：${f.bytes(loaded)} / ${f.bytes(total)}`,
  pausedForFile: ({ loaded, total }, f) =>
    `请重新选择该文件：已上传 ${f.bytes(loaded)} / ${f.bytes(total)}。`,
  pausedForPermission: ({ loaded, total }, f) =>
    `请继续并允许读取该文件：已上传 ${f.bytes(loaded)} / ${f.bytes(total)}。`,
  otherFile: '这是另一个文件。请选择之前正在上传的那个。',
  waitingForOtherTab: '正在另一个标签页中上传。',
  waitingForCard: '卡片保存后将上传。',
  waitingForNetwork: ({ seconds }, f) =>
    seconds === undefined
      ? '没有网络连接。恢复后会自动继续。'
      : `没有网络连接。${f.duration(seconds)}后重试。`,
  waitingForDrive: ({ seconds }, f) =>
    seconds === undefined
      ? '服务器繁忙。稍后会自动继续。'
      : `服务器繁忙。${f.duration(seconds)}后重试。`,
  waitingHidden: '此页面收不到服务器的响应。仍在尝试。',
  waiting: '正在等待。稍后会自动继续。',
  uploaded: ({ total }, f) => `已上传 · ${f.bytes(total)}`,
  aborted: '已取消',
  linking: '已上传。正在添加到卡片…',
  linked: ({ total }, f) => `已在卡片中 · ${f.bytes(total)}`,
  unlinked: '已上传，但不在卡片中。',

  pauseFile: ({ name }) => `暂停 ${name}`,
  resumeFile: ({ name }) => `继续 ${name}`,
  chooseAgain: ({ name }) => `重新选择 ${name}`,
  retryFile: ({ name }) => `重试 ${name}`,
  abortFile: ({ name }) => `取消 ${name}`,
  linkFile: ({ name }) => `重新将 ${name} 添加到卡片`,
  removeFile: ({ name }) => `从列表中移除 ${name}`,
  progressOfFile: ({ name }) => `${name} 的进度`,
  serverSays: '服务器返回：',
  tried: ({ count, at }, f) =>
    `已尝试 ${f.number(count)} 次，最近一次在 ${f.time(at)}。`,
  copyDiagnosis: '复制详细信息以便联系支持人员',
  copiedAloud: '已复制。',

  files: '文件',
  totals: ({ uploaded, count, loaded, total }, f) =>
    `已上传 ${f.number(uploaded)} / ${f.number(count)} 个文件 · ${f.bytes(loaded)} / ${f.bytes(total)}`,
  progressOfAll: '所有文件的进度',
  startAll: ({ count }, f) => `上传 ${f.number(count)} 个文件`,
  pauseAll: '全部暂停',
  resumeAll: '全部继续',
  retryAll: '重试失败的文件',
  abortAll: '全部取消',
  clear: '清空列表',

  rejected: ({ count }, f) => `${f.number(count)} 个文件未添加`,
  rejectedMore: ({ count }, f) => `以及另外 ${f.number(count)} 个`,
  leftOut: ({ count }, f) => `已略过 ${f.number(count)} 个系统自用的文件`,
  dismiss: '关闭',

  valueMissing: ({ multiple }) =>
    multiple ? '请至少添加一个文件。' : '请添加一个文件。',
  stillUploading: ({ count }, f) => `还有 ${f.number(count)} 个文件正在上传。`,
  notUploadedYet: ({ count }, f) =>
    `${f.number(count)} 个文件尚未上传。请上传或取消。`,
  uploadsFailed: ({ count }, f) =>
    `${f.number(count)} 个文件未能上传。请重试，或将其从列表中移除。`,

  startedAloud: ({ name, count }, f) =>
    count === 1 ? `${name} 开始上传。` : `${f.number(count)} 个文件开始上传。`,
  uploadedAloud: ({ name, count }, f) =>
    count === 1 ? `${name} 已上传。` : `${f.number(count)} 个文件已上传。`,
  failedAloud: ({ name, count }, f) =>
    count === 1 ? `${name} 上传失败。` : `${f.number(count)} 个文件上传失败。`,
  unlinkedAloud: ({ name, count }, f) =>
    count === 1
      ? `${name} 已上传，但不在卡片中。`
      : `${f.number(count)} 个文件已上传，但不在卡片中。`,
  quarterAloud: ({ share }, f) => `已上传 ${f.percent(share)}。`,
  doneAloud: ({ uploaded, failed, aborted }, f) =>
    [
      `全部完成：${f.number(uploaded)} 个文件已上传`,
      failed > 0 && `${f.number(failed)} 个失败`,
      aborted > 0 && `${f.number(aborted)} 个已取消`,
    ]
      .filter(Boolean)
      .join('，'),

  'bad-option': ({ subject }) =>
    `此处无法上传文件：“${subject}”缺失或无法识别。`,
  'too-many-files': ({ limit = 1 }, f) =>
    `最多只能添加 ${f.number(limit)} 个文件。`,
  'file-too-small': ({ limit = 0 }, f) => `文件小于 ${f.bytes(limit)}。`,
  'file-too-large': ({ limit }, f) =>
    limit === undefined ? '文件太大。' : `文件大于 ${f.bytes(limit)}。`,
  'total-too-large': ({ limit = 0 }, f) =>
    `所有文件总共不能超过 ${f.bytes(limit)}。`,
  'file-type': '不能添加这种类型的文件。',
  duplicate: '该文件已在列表中。',
  'not-a-file': '此处只能添加文件，不能添加链接或文本。',
  'prepare-failed': '无法准备该文件。',
  unreachable: '无法连接服务器。请检查网络连接，然后重试。',
  'blocked-response': '此页面收不到服务器的响应。请告知此页面的管理者。',
  redirected:
    '服务器要求将文件发送到另一个地址，这是不允许的。请告知此页面的管理者。',
  'forbidden-address':
    '文件未发送，因为此页面不允许其目标地址。请告知此页面的管理者。',
  unauthorized: '您的上传登录已失效。请重新登录，然后重试。',
  forbidden: '不允许上传。此访问缺少文件权限；请咨询此页面的管理者。',
  'session-refused': '服务器不接受该文件。请咨询此页面的管理者。',
  refused: '服务器在传输途中拒绝了该文件。请重试。',
  'part-too-large':
    '服务器因文件的某一部分过大而拒绝了它。请告知此页面的管理者。',
  'rate-limited': '服务器收到的请求过多。请过几分钟再试。',
  'server-error': '服务器出现问题。请稍后重试。',
  timeout: '服务器太久没有响应。请稍后重试。',
  'bad-response': '服务器的响应无法识别。请稍后重试。',
  integrity: '收到的内容与发送的不一致，因此这次上传无效。请重试。',
  'file-changed': '文件在添加之后被更改。请将其移除，然后重新添加。',
  'file-unreadable': '无法再读取该文件。它是否被移动或重命名了？请重新添加。',
  'link-refused': '文件已上传，但卡片未接受它。请重试，或手动将其添加到卡片。',
};

export default chinese;
