import 'kommo-uploader';

const uploader = document.querySelector('kommo-uploader');
const uploaded = document.querySelector('#uploaded');

// The types of the event come with the tag: `detail` is the record, `file` what was chosen.
uploader?.addEventListener('uploaded', ({ detail, file }) => {
  const item = document.createElement('li');
  item.textContent = `${file.name}: ${detail.uuid}`;
  uploaded?.append(item);
});
