/**
 * Code to copy onto one's own page. Knows: the package's names; the tag is that of the options as they are set above.
 */
import { html, render } from 'lit';
import { codeView } from './code-view.js';
import { copyButton } from './copy-button.js';

const plainHtml = (
  tag: string,
) => `<!-- From the package's dist/: one file that loads no other -->
<script type="module" src="/kommo-uploader.min.js"></script>

${tag.replace('></', '>\n  <input type="file" multiple>\n</')}

<script type="module">
  const uploader = document.querySelector('kommo-uploader');
  uploader.addEventListener('uploaded', (event) => {
    console.log(event.file.name, 'is stored as', event.detail.uuid);
  });
</script>`;

const npm = (tag: string) => `// npm install kommo-uploader
import 'kommo-uploader';

document.body.insertAdjacentHTML('beforeend', \`${tag}\`);`;

const typed = `import 'kommo-uploader';
import type { FileVersion } from 'kommo-uploader';

// The tag is known to TypeScript, and so are its events.
const uploader = document.querySelector('kommo-uploader');
uploader?.addEventListener('uploaded', (event) => {
  const record: FileVersion = event.detail;
  console.log(\`\${event.file?.name} is stored as \${record.uuid}\`);
});
uploader?.addEventListener('upload-error', (event) => {
  console.warn(event.detail.error.code);
});`;

export function showSnippets(place: HTMLElement, tag: string): void {
  const snippets = [
    { title: 'Plain HTML', code: plainHtml(tag) },
    { title: 'With npm', code: npm(tag) },
    { title: 'Listening, typed', code: typed },
  ];
  render(
    html`<div class="snippets">
      ${snippets.map(
        ({ title, code }) => html`<div class="snippet">
          <div class="head">
            <h3>${title}</h3>
            ${copyButton(title, () => code)}
          </div>
          ${codeView(code, title)}
        </div>`,
      )}
    </div>`,
    place,
  );
}
