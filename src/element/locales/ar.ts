/**
 * The element's words in Arabic.
 *
 * Knows: sentences, as `en.ts` does. Names come isolated, as they mostly run the other way. Does not know: where they
 * are shown.
 */

import type { Messages } from '../messages.js';

const KINDS = {
  image: 'صور',
  video: 'مقاطع فيديو',
  audio: 'ملفات صوتية',
  text: 'ملفات نصية',
};

const arabic: Messages = {
  dropFiles: ({ multiple }) =>
    multiple ? 'أفلِت الملفات هنا' : 'أفلِت ملفًا هنا',
  dropNow: ({ multiple }) =>
    multiple ? 'أفلِت لإضافة الملفات' : 'أفلِت لإضافة الملف',
  chooseFiles: ({ multiple }) => (multiple ? 'اختيار ملفات' : 'اختيار ملف'),
  chooseFolder: 'اختيار مجلد',
  readingFolder: 'جارٍ تصفح المجلد…',
  folderEmpty: ({ name }) => `المجلد «${name}» فارغ.`,
  folderUnreadable: ({ name }) =>
    `تعذّرت قراءة المجلد «${name}». هل نُقل أو أُعيدت تسميته؟ أضفه من جديد.`,
  folderRefused: ({ name }) =>
    `يمكن إضافة ملف واحد فقط هنا. افتح المجلد «${name}» واختر ملفًا.`,
  limitFiles: ({ count }, f) =>
    f.plural(count, {
      zero: '# ملف كحد أقصى',
      one: 'ملف واحد كحد أقصى',
      two: 'ملفان كحد أقصى',
      few: '# ملفات كحد أقصى',
      many: '# ملفًا كحد أقصى',
      other: '# ملف كحد أقصى',
    }),
  limitSize: ({ bytes, multiple }, f) =>
    multiple ? `حتى ${f.bytes(bytes)} لكل ملف` : `حتى ${f.bytes(bytes)}`,
  limitTotal: ({ bytes }, f) => `حتى ${f.bytes(bytes)} إجمالًا`,
  limitTypes: ({ types }, f) => f.types(types, KINDS),

  queued: 'في انتظار البدء',
  opening: 'جارٍ البدء…',
  uploading: ({ loaded, total, speed, timeLeft }, f) =>
    [
      `${f.bytes(loaded)} من ${f.bytes(total)}`,
      speed > 0 && f.speed(speed),
      timeLeft !== undefined && `يتبقى ${f.duration(timeLeft)}`,
    ]
      .filter(Boolean)
      .join(' · '),
  startingOver: 'جارٍ إرسال الملف من جديد من بدايته…',
  healing: 'جارٍ إصلاح ما وصل…',
  checking: 'جارٍ التحقق مما وصل…',
  pausing: 'جارٍ الإيقاف المؤقت…',
  paused: ({ loaded, total }, f) =>
    `متوقف مؤقتًا: ${f.bytes(loaded)} من ${f.bytes(total)}`,
  pausedForFile: ({ loaded, total }, f) =>
    `اختر الملف مرة أخرى: تم رفع ${f.bytes(loaded)} من ${f.bytes(total)}.`,
  pausedForPermission: ({ loaded, total }, f) =>
    `تابِع واسمح بقراءة الملف: تم رفع ${f.bytes(loaded)} من ${f.bytes(total)}.`,
  otherFile: 'هذا ملف آخر. اختر الملف الذي كان قيد الرفع.',
  waitingForOtherTab: 'قيد الرفع في علامة تبويب أخرى.',
  waitingForCard: 'سيُرفع بعد حفظ البطاقة.',
  waitingForNetwork: ({ seconds }, f) =>
    seconds === undefined
      ? 'لا يوجد اتصال. سيُستأنف الرفع تلقائيًا.'
      : `لا يوجد اتصال. إعادة المحاولة بعد ${f.duration(seconds)}.`,
  waitingForDrive: ({ seconds }, f) =>
    seconds === undefined
      ? 'الخادم مشغول. سيُستأنف الرفع تلقائيًا.'
      : `الخادم مشغول. إعادة المحاولة بعد ${f.duration(seconds)}.`,
  waitingHidden: 'ردود الخادم لا تصل إلى هذه الصفحة. المحاولة مستمرة.',
  waiting: 'في الانتظار. سيُستأنف الرفع تلقائيًا.',
  uploaded: ({ total }, f) => `تم الرفع · ${f.bytes(total)}`,
  aborted: 'أُلغي',
  linking: 'تم الرفع. جارٍ الإضافة إلى البطاقة…',
  linked: ({ total }, f) => `في البطاقة · ${f.bytes(total)}`,
  unlinked: 'تم الرفع، لكنه ليس في البطاقة.',

  pauseFile: ({ name }) => `إيقاف ${name} مؤقتًا`,
  resumeFile: ({ name }) => `استئناف ${name}`,
  chooseAgain: ({ name }) => `اختيار ${name} مرة أخرى`,
  retryFile: ({ name }) => `إعادة محاولة ${name}`,
  abortFile: ({ name }) => `إلغاء ${name}`,
  linkFile: ({ name }) => `إضافة ${name} إلى البطاقة مرة أخرى`,
  removeFile: ({ name }) => `إزالة ${name} من القائمة`,
  progressOfFile: ({ name }) => `تقدم ${name}`,
  serverSays: 'رد الخادم:',
  tried: ({ count, at }, f) =>
    f.plural(count, {
      zero: `# محاولة، آخرها عند ${f.time(at)}.`,
      one: `محاولة واحدة، عند ${f.time(at)}.`,
      two: `محاولتان، آخرهما عند ${f.time(at)}.`,
      few: `# محاولات، آخرها عند ${f.time(at)}.`,
      many: `# محاولة، آخرها عند ${f.time(at)}.`,
      other: `# محاولة، آخرها عند ${f.time(at)}.`,
    }),
  copyDiagnosis: 'نسخ التفاصيل لفريق الدعم',
  copiedAloud: 'تم النسخ.',

  files: 'الملفات',
  totals: ({ uploaded, count, loaded, total }, f) =>
    `${f.plural(count, {
      zero: `تم رفع ${f.number(uploaded)} من أصل # ملف`,
      one: `تم رفع ${f.number(uploaded)} من أصل ملف واحد`,
      two: `تم رفع ${f.number(uploaded)} من أصل ملفين`,
      few: `تم رفع ${f.number(uploaded)} من أصل # ملفات`,
      many: `تم رفع ${f.number(uploaded)} من أصل # ملفًا`,
      other: `تم رفع ${f.number(uploaded)} من أصل # ملف`,
    })} · ${f.bytes(loaded)} من ${f.bytes(total)}`,
  progressOfAll: 'تقدم جميع الملفات',
  startAll: ({ count }, f) =>
    f.plural(count, {
      zero: 'رفع # ملف',
      one: 'رفع ملف واحد',
      two: 'رفع ملفين',
      few: 'رفع # ملفات',
      many: 'رفع # ملفًا',
      other: 'رفع # ملف',
    }),
  pauseAll: 'إيقاف الكل مؤقتًا',
  resumeAll: 'استئناف الكل',
  retryAll: 'إعادة محاولة ما فشل',
  abortAll: 'إلغاء الكل',
  clear: 'إفراغ القائمة',

  rejected: ({ count }, f) =>
    f.plural(count, {
      zero: 'لم يُضَف # ملف',
      one: 'لم يُضَف ملف واحد',
      two: 'لم يُضَف ملفان',
      few: 'لم تُضَف # ملفات',
      many: 'لم يُضَف # ملفًا',
      other: 'لم يُضَف # ملف',
    }),
  rejectedMore: ({ count }, f) => `و${f.number(count)} غير ذلك`,
  leftOut: ({ count }, f) =>
    f.plural(count, {
      zero: 'استُبعد # ملف خاص بالنظام',
      one: 'استُبعد ملف واحد خاص بالنظام',
      two: 'استُبعد ملفان خاصان بالنظام',
      few: 'استُبعدت # ملفات خاصة بالنظام',
      many: 'استُبعد # ملفًا خاصًا بالنظام',
      other: 'استُبعد # ملف خاص بالنظام',
    }),
  dismiss: 'إغلاق',

  valueMissing: ({ multiple }) =>
    multiple ? 'أضف ملفًا واحدًا على الأقل.' : 'أضف ملفًا.',
  stillUploading: ({ count }, f) =>
    f.plural(count, {
      zero: 'لا يزال # ملف قيد الرفع.',
      one: 'لا يزال ملف واحد قيد الرفع.',
      two: 'لا يزال ملفان قيد الرفع.',
      few: 'لا تزال # ملفات قيد الرفع.',
      many: 'لا يزال # ملفًا قيد الرفع.',
      other: 'لا يزال # ملف قيد الرفع.',
    }),
  notUploadedYet: ({ count }, f) =>
    f.plural(count, {
      zero: 'لم يُرفع # ملف بعد. ارفعه أو ألغِه.',
      one: 'لم يُرفع ملف واحد بعد. ارفعه أو ألغِه.',
      two: 'لم يُرفع ملفان بعد. ارفعهما أو ألغِهما.',
      few: 'لم تُرفع # ملفات بعد. ارفعها أو ألغِها.',
      many: 'لم يُرفع # ملفًا بعد. ارفعها أو ألغِها.',
      other: 'لم يُرفع # ملف بعد. ارفعها أو ألغِها.',
    }),
  uploadsFailed: ({ count }, f) =>
    f.plural(count, {
      zero: 'لم يُرفع # ملف. أعد المحاولة، أو أزِله من القائمة.',
      one: 'لم يُرفع ملف واحد. أعد المحاولة، أو أزِله من القائمة.',
      two: 'لم يُرفع ملفان. أعد المحاولة، أو أزِلهما من القائمة.',
      few: 'لم تُرفع # ملفات. أعد المحاولة، أو أزِلها من القائمة.',
      many: 'لم يُرفع # ملفًا. أعد المحاولة، أو أزِلها من القائمة.',
      other: 'لم يُرفع # ملف. أعد المحاولة، أو أزِلها من القائمة.',
    }),

  startedAloud: ({ name, count }, f) =>
    count === 1
      ? `بدأ رفع ${name}.`
      : f.plural(count, {
          zero: 'بدأ رفع # ملف.',
          two: 'بدأ رفع ملفين.',
          few: 'بدأ رفع # ملفات.',
          many: 'بدأ رفع # ملفًا.',
          other: 'بدأ رفع # ملف.',
        }),
  uploadedAloud: ({ name, count }, f) =>
    count === 1
      ? `تم رفع ${name}.`
      : f.plural(count, {
          zero: 'تم رفع # ملف.',
          two: 'تم رفع ملفين.',
          few: 'تم رفع # ملفات.',
          many: 'تم رفع # ملفًا.',
          other: 'تم رفع # ملف.',
        }),
  failedAloud: ({ name, count }, f) =>
    count === 1
      ? `تعذّر رفع ${name}.`
      : f.plural(count, {
          zero: 'تعذّر رفع # ملف.',
          two: 'تعذّر رفع ملفين.',
          few: 'تعذّر رفع # ملفات.',
          many: 'تعذّر رفع # ملفًا.',
          other: 'تعذّر رفع # ملف.',
        }),
  unlinkedAloud: ({ name, count }, f) =>
    count === 1
      ? `تم رفع ${name}، لكنه ليس في البطاقة.`
      : f.plural(count, {
          zero: 'تم رفع # ملف، لكنها ليست في البطاقة.',
          two: 'تم رفع ملفين، لكنهما ليسا في البطاقة.',
          few: 'تم رفع # ملفات، لكنها ليست في البطاقة.',
          many: 'تم رفع # ملفًا، لكنها ليست في البطاقة.',
          other: 'تم رفع # ملف، لكنها ليست في البطاقة.',
        }),
  quarterAloud: ({ share }, f) => `تم رفع ${f.percent(share)}.`,
  doneAloud: ({ uploaded, failed, aborted }, f) =>
    [
      f.plural(uploaded, {
        zero: 'انتهى الرفع: تم رفع # ملف',
        one: 'انتهى الرفع: تم رفع ملف واحد',
        two: 'انتهى الرفع: تم رفع ملفين',
        few: 'انتهى الرفع: تم رفع # ملفات',
        many: 'انتهى الرفع: تم رفع # ملفًا',
        other: 'انتهى الرفع: تم رفع # ملف',
      }),
      failed > 0 && `تعذّر: ${f.number(failed)}`,
      aborted > 0 && `أُلغي: ${f.number(aborted)}`,
    ]
      .filter(Boolean)
      .join('، '),

  'bad-option': ({ subject }) =>
    `لا يمكن رفع الملفات هنا: «${subject}» مفقود أو تتعذر قراءته.`,
  'too-many-files': ({ limit = 1 }, f) =>
    f.plural(limit, {
      zero: 'يمكن إضافة # ملف فقط.',
      one: 'يمكن إضافة ملف واحد فقط.',
      two: 'يمكن إضافة ملفين فقط.',
      few: 'يمكن إضافة # ملفات فقط.',
      many: 'يمكن إضافة # ملفًا فقط.',
      other: 'يمكن إضافة # ملف فقط.',
    }),
  'file-too-small': ({ limit = 0 }, f) => `الملف أصغر من ${f.bytes(limit)}.`,
  'file-too-large': ({ limit }, f) =>
    limit === undefined
      ? 'الملف كبير جدًا.'
      : `الملف أكبر من ${f.bytes(limit)}.`,
  'total-too-large': ({ limit = 0 }, f) =>
    `الحد الأقصى لجميع الملفات معًا هو ${f.bytes(limit)}.`,
  'file-type': 'لا يمكن إضافة ملفات من هذا النوع.',
  duplicate: 'هذا الملف موجود في القائمة بالفعل.',
  'not-a-file': 'يمكن هنا إضافة الملفات فقط، لا الروابط أو النصوص.',
  'prepare-failed': 'تعذّر تجهيز الملف.',
  unreachable: 'تعذّر الوصول إلى الخادم. تحقق من الاتصال، ثم أعد المحاولة.',
  'blocked-response':
    'رد الخادم لا يصل إلى هذه الصفحة. أبلِغ القائمين على هذه الصفحة.',
  redirected:
    'يطلب الخادم إرسال الملف إلى عنوان آخر، وهذا غير مسموح به. أبلِغ القائمين على هذه الصفحة.',
  'forbidden-address':
    'لم يُرسَل الملف لأن هذه الصفحة لا تسمح بعنوانه. أبلِغ القائمين على هذه الصفحة.',
  unauthorized:
    'انتهت صلاحية تسجيل دخولك للرفع. سجّل الدخول من جديد، ثم أعد المحاولة.',
  forbidden:
    'الرفع غير مسموح به. ينقص هذا الوصول إذن الملفات؛ اسأل القائمين على هذه الصفحة.',
  'session-refused': 'لا يقبل الخادم هذا الملف. اسأل القائمين على هذه الصفحة.',
  refused: 'رفض الخادم الملف أثناء الإرسال. أعد المحاولة.',
  'part-too-large':
    'رفض الخادم جزءًا من الملف لأنه كبير جدًا. أبلِغ القائمين على هذه الصفحة.',
  'rate-limited': 'يتلقى الخادم طلبات كثيرة جدًا. أعد المحاولة بعد بضع دقائق.',
  'server-error': 'لدى الخادم مشكلة. أعد المحاولة لاحقًا.',
  timeout: 'لم يرد الخادم لفترة طويلة. أعد المحاولة لاحقًا.',
  'bad-response': 'أعطى الخادم ردًا غير مفهوم. أعد المحاولة لاحقًا.',
  integrity: 'ما وصل ليس هو ما أُرسل، لذلك لا يُحتسب هذا الرفع. أعد المحاولة.',
  'file-changed': 'تغيّر الملف بعد إضافته. أزِله ثم أضفه من جديد.',
  'file-unreadable':
    'لم تعد قراءة الملف ممكنة. هل نُقل أو أُعيدت تسميته؟ أضفه من جديد.',
  'link-refused':
    'تم رفع الملف، لكن البطاقة لم تقبله. أعد المحاولة، أو أضفه إلى البطاقة يدويًا.',
};

export default arabic;
