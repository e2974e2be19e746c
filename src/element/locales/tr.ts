/**
 * The element's words in Turkish.
 *
 * Knows: sentences, as `en.ts` does, and that a noun after a number stays as it is. Does not know: where they are shown.
 */

import type { Messages } from '../messages.js';

const KINDS = {
  image: 'görseller',
  video: 'videolar',
  audio: 'ses dosyaları',
  text: 'metin dosyaları',
};

const turkish: Messages = {
  dropFiles: ({ multiple }) =>
    multiple ? 'Dosyaları buraya bırakın' : 'Bir dosyayı buraya bırakın',
  dropNow: ({ multiple }) =>
    multiple
      ? 'Dosyaları eklemek için bırakın'
      : 'Dosyayı eklemek için bırakın',
  chooseFiles: ({ multiple }) => (multiple ? 'Dosyaları seç' : 'Dosya seç'),
  chooseFolder: 'Klasör seç',
  readingFolder: 'Klasöre bakılıyor…',
  folderEmpty: ({ name }) => `“${name}” klasörü boş.`,
  folderUnreadable: ({ name }) =>
    `“${name}” klasörü okunamıyor. Taşındı mı ya da adı mı değiştirildi? Yeniden ekleyin.`,
  folderRefused: ({ name }) =>
    `Buraya yalnızca bir dosya eklenebilir. “${name}” klasörünü açıp bir dosya seçin.`,
  limitFiles: ({ count }, f) => `En fazla ${f.number(count)} dosya`,
  limitSize: ({ bytes, multiple }, f) =>
    multiple
      ? `Her biri en fazla ${f.bytes(bytes)}`
      : `En fazla ${f.bytes(bytes)}`,
  limitTotal: ({ bytes }, f) => `Toplamda en fazla ${f.bytes(bytes)}`,
  limitTypes: ({ types }, f) => f.types(types, KINDS),

  queued: 'Başlamayı bekliyor',
  opening: 'Başlıyor…',
  uploading: ({ loaded, total, speed, timeLeft }, f) =>
    [
      `${f.bytes(loaded)} / ${f.bytes(total)}`,
      speed > 0 && f.speed(speed),
      timeLeft !== undefined && `${f.duration(timeLeft)} kaldı`,
    ]
      .filter(Boolean)
      .join(' · '),
  startingOver: 'Dosya baştan yeniden gönderiliyor…',
  healing: 'Ulaşan veriler onarılıyor…',
  checking: 'Ulaşan veriler denetleniyor…',
  pausing: 'Duraklatılıyor…',
  paused: ({ loaded, total }, f) =>
    `Duraklatıldı: ${f.bytes(loaded)} / ${f.bytes(total)}`,
  pausedForFile: ({ loaded, total }, f) =>
    `Dosyayı yeniden seçin: ${f.bytes(loaded)} / ${f.bytes(total)} zaten yüklendi.`,
  pausedForPermission: ({ loaded, total }, f) =>
    `Sürdürün ve dosyanın okunmasına izin verin: ${f.bytes(loaded)} / ${f.bytes(total)} zaten yüklendi.`,
  otherFile: 'Bu başka bir dosya. Yüklenmekte olan dosyayı seçin.',
  waitingForOtherTab: 'Başka bir sekmede yükleniyor.',
  waitingForCard: 'Kart kaydedildiğinde yüklenecek.',
  waitingForNetwork: ({ seconds }, f) =>
    seconds === undefined
      ? 'Bağlantı yok. Kendiliğinden sürecek.'
      : `Bağlantı yok. ${f.duration(seconds)} sonra yeniden denenecek.`,
  waitingForDrive: ({ seconds }, f) =>
    seconds === undefined
      ? 'Sunucu meşgul. Kendiliğinden sürecek.'
      : `Sunucu meşgul. ${f.duration(seconds)} sonra yeniden denenecek.`,
  waitingHidden: 'Sunucunun yanıtları bu sayfaya ulaşmıyor. Deneme sürüyor.',
  waiting: 'Bekliyor. Kendiliğinden sürecek.',
  uploaded: ({ total }, f) => `Yüklendi · ${f.bytes(total)}`,
  aborted: 'İptal edildi',
  linking: 'Yüklendi. Karta ekleniyor…',
  linked: ({ total }, f) => `Kartta · ${f.bytes(total)}`,
  unlinked: 'Yüklendi, ama kartta değil.',

  pauseFile: ({ name }) => `${name} dosyasını duraklat`,
  resumeFile: ({ name }) => `${name} dosyasını sürdür`,
  chooseAgain: ({ name }) => `${name} dosyasını yeniden seç`,
  retryFile: ({ name }) => `${name} dosyasını yeniden dene`,
  abortFile: ({ name }) => `${name} dosyasını iptal et`,
  linkFile: ({ name }) => `${name} dosyasını karta yeniden ekle`,
  removeFile: ({ name }) => `${name} dosyasını listeden kaldır`,
  progressOfFile: ({ name }) => `${name} dosyasının ilerlemesi`,
  serverSays: 'Sunucunun yanıtı:',
  tried: ({ count, at }, f) =>
    `${f.number(count)} kez denendi, son deneme: ${f.time(at)}.`,
  copyDiagnosis: 'Destek için ayrıntıları kopyala',
  copiedAloud: 'Kopyalandı.',

  files: 'Dosyalar',
  totals: ({ uploaded, count, loaded, total }, f) =>
    `${f.number(uploaded)} / ${f.number(count)} dosya yüklendi · ${f.bytes(loaded)} / ${f.bytes(total)}`,
  progressOfAll: 'Tüm dosyaların ilerlemesi',
  startAll: ({ count }, f) => `${f.number(count)} dosyayı yükle`,
  pauseAll: 'Tümünü duraklat',
  resumeAll: 'Tümünü sürdür',
  retryAll: 'Başarısızları yeniden dene',
  abortAll: 'Tümünü iptal et',
  clear: 'Listeyi temizle',

  rejected: ({ count }, f) => `${f.number(count)} dosya eklenmedi`,
  rejectedMore: ({ count }, f) => `ve ${f.number(count)} dosya daha`,
  leftOut: ({ count }, f) =>
    `Sistemin kendine ait ${f.number(count)} dosyası dışarıda bırakıldı`,
  dismiss: 'Kapat',

  valueMissing: ({ multiple }) =>
    multiple ? 'En az bir dosya ekleyin.' : 'Bir dosya ekleyin.',
  stillUploading: ({ count }, f) => `${f.number(count)} dosya hâlâ yükleniyor.`,
  notUploadedYet: ({ count }, f) =>
    `${f.number(count)} dosya henüz yüklenmedi. Yükleyin ya da iptal edin.`,
  uploadsFailed: ({ count }, f) =>
    `${f.number(count)} dosya yüklenmedi. Yeniden deneyin ya da listeden kaldırın.`,

  startedAloud: ({ name, count }, f) =>
    count === 1
      ? `${name} yüklenmeye başladı.`
      : `${f.number(count)} dosya yüklenmeye başladı.`,
  uploadedAloud: ({ name, count }, f) =>
    count === 1 ? `${name} yüklendi.` : `${f.number(count)} dosya yüklendi.`,
  failedAloud: ({ name, count }, f) =>
    count === 1
      ? `${name} yüklenemedi.`
      : `${f.number(count)} dosya yüklenemedi.`,
  unlinkedAloud: ({ name, count }, f) =>
    count === 1
      ? `${name} yüklendi, ama kartta değil.`
      : `${f.number(count)} dosya yüklendi, ama kartta değil.`,
  quarterAloud: ({ share }, f) => `${f.percent(share)} yüklendi.`,
  doneAloud: ({ uploaded, failed, aborted }, f) =>
    [
      `Tamamlandı: ${f.number(uploaded)} dosya yüklendi`,
      failed > 0 && `${f.number(failed)} başarısız`,
      aborted > 0 && `${f.number(aborted)} iptal edildi`,
    ]
      .filter(Boolean)
      .join(', '),

  'bad-option': ({ subject }) =>
    `Buraya dosya yüklenemiyor: “${subject}” eksik ya da okunamıyor.`,
  'too-many-files': ({ limit = 1 }, f) =>
    `Yalnızca ${f.number(limit)} dosya eklenebilir.`,
  'file-too-small': ({ limit = 0 }, f) =>
    `Dosya çok küçük; en az ${f.bytes(limit)} olmalı.`,
  'file-too-large': ({ limit }, f) =>
    limit === undefined
      ? 'Dosya çok büyük.'
      : `Dosya çok büyük; en fazla ${f.bytes(limit)} olabilir.`,
  'total-too-large': ({ limit = 0 }, f) =>
    `Dosyaların toplamı en fazla ${f.bytes(limit)} olabilir.`,
  'file-type': 'Bu türde dosyalar eklenemez.',
  duplicate: 'Bu dosya zaten listede.',
  'not-a-file':
    'Buraya yalnızca dosya eklenebilir; bağlantı ya da metin eklenemez.',
  'prepare-failed': 'Dosya hazırlanamadı.',
  unreachable:
    'Sunucuya ulaşılamıyor. Bağlantıyı denetleyin, sonra yeniden deneyin.',
  'blocked-response':
    'Sunucunun yanıtı bu sayfaya ulaşmıyor. Bu sayfayı yönetenlere bildirin.',
  redirected:
    'Sunucu dosyayı başka bir adreste istiyor ve buna izin verilmiyor. Bu sayfayı yönetenlere bildirin.',
  'forbidden-address':
    'Dosya gönderilmedi, çünkü bu sayfa dosyanın adresine izin vermiyor. Bu sayfayı yönetenlere bildirin.',
  unauthorized:
    'Yükleme için oturumunuz sona erdi. Yeniden oturum açın ve tekrar deneyin.',
  forbidden:
    'Yüklemeye izin verilmiyor. Erişimin dosyalar için yetkisi yok; bu sayfayı yönetenlere sorun.',
  'session-refused':
    'Sunucu bu dosyayı kabul etmiyor. Bu sayfayı yönetenlere sorun.',
  refused: 'Sunucu dosyayı gönderim sırasında reddetti. Yeniden deneyin.',
  'part-too-large':
    'Sunucu, dosyanın bir parçasını çok büyük olduğu için reddetti. Bu sayfayı yönetenlere bildirin.',
  'rate-limited':
    'Sunucuya çok fazla istek geliyor. Birkaç dakika sonra yeniden deneyin.',
  'server-error': 'Sunucuda bir sorun var. Daha sonra yeniden deneyin.',
  timeout: 'Sunucu çok uzun süre yanıt vermedi. Daha sonra yeniden deneyin.',
  'bad-response': 'Sunucunun yanıtı anlaşılamadı. Daha sonra yeniden deneyin.',
  integrity:
    'Ulaşan, gönderilenle aynı değil; bu yüzden yükleme geçerli sayılmıyor. Yeniden deneyin.',
  'file-changed':
    'Dosya eklendikten sonra değişti. Kaldırın ve yeniden ekleyin.',
  'file-unreadable':
    'Dosya artık okunamıyor. Taşındı mı ya da adı mı değişti? Yeniden ekleyin.',
  'link-refused':
    'Dosya yüklendi, ama kart dosyayı kabul etmedi. Yeniden deneyin ya da dosyayı karta elle ekleyin.',
};

export default turkish;
