// Bundles the viewer into webapp/static/viewer; `npm ci && npm run build` gives the same bytes each time.
import { build } from 'esbuild';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';

const OUT = process.env.VIEWER_OUT || '../../static/viewer';
const SHEETS = ['diagram-js.css', 'bpmn-js.css'];
const LICENCES = ['bpmn-js', 'diagram-js', 'bpmn-moddle', 'zeebe-bpmn-moddle'];

await mkdir(OUT, { recursive: true });
await build({
  entryPoints: ['entry.js'],
  bundle: true,
  minify: true,
  format: 'iife',
  legalComments: 'none',
  outfile: `${OUT}/viewer.js`,
});
const sheets = await Promise.all(SHEETS.map((name) => readFile(`node_modules/bpmn-js/dist/assets/${name}`, 'utf8')));
await writeFile(`${OUT}/viewer.css`, sheets.join('\n'));
for (const name of LICENCES) {
  await copyFile(`node_modules/${name}/LICENSE`, `${OUT}/LICENSE-${name}.txt`);
}
