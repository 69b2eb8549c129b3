/** Packages of three parts that ask for an order, for the journeys. */
import { manifestOf, sequenced, zipOf } from '../server/packages/testing-package.ts'

export const sequencedTitle = 'Three steps in their order'
export const menuTitle = 'A menu with a test behind it'

const page = (script: string) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Part</title>
<h1 id="where"></h1><button id="pass">Pass this part</button><button id="fail">Fail this part</button><button id="on">Pass and go on by itself</button><p id="said" role="status"></p>
<script>${script}</script></html>`

const script2004 = `(function () {
  function find(w) { for (var i = 0; w && i < 8; i++, w = w.parent) { if (w.API_1484_11) return w.API_1484_11; if (w === w.parent) return null; } return null; }
  var api = find(window), part = new URLSearchParams(location.search).get('part'), over = false;
  api.Initialize('');
  document.getElementById('where').textContent = 'Part ' + part;
  function report(success) { api.SetValue('cmi.completion_status', 'completed'); api.SetValue('cmi.success_status', success); api.Commit(''); document.getElementById('said').textContent = 'reported ' + success; }
  document.getElementById('pass').onclick = function () { report('passed'); };
  document.getElementById('fail').onclick = function () { report('failed'); };
  document.getElementById('on').onclick = function () { report('passed'); api.SetValue('adl.nav.request', 'continue'); over = true; api.Terminate(''); };
  addEventListener('pagehide', function () { if (!over) api.Terminate(''); });
})();`
const script12 = `(function () {
  function find(w) { for (var i = 0; w && i < 8; i++, w = w.parent) { if (w.API) return w.API; if (w === w.parent) return null; } return null; }
  var api = find(window), part = new URLSearchParams(location.search).get('part');
  api.LMSInitialize('');
  document.getElementById('where').textContent = 'Part ' + part;
  function report(status) { api.LMSSetValue('cmi.core.lesson_status', status); api.LMSCommit(''); document.getElementById('said').textContent = 'reported ' + status; }
  document.getElementById('pass').onclick = function () { report('passed'); };
  document.getElementById('fail').onclick = function () { report('failed'); };
  addEventListener('pagehide', function () { api.LMSFinish(''); });
})();`

export const sequencedPackage = (): Promise<Buffer> =>
  zipOf(sequencedTitle, { 'imsmanifest.xml': sequenced(sequencedTitle), 'index.html': page(script2004) })

const asks = (script: string) => `<adlcp:prerequisites type="aicc_script">${script}</adlcp:prerequisites>`
export const menuPackage = (): Promise<Buffer> =>
  zipOf(menuTitle, {
    'imsmanifest.xml': manifestOf(menuTitle, [
      { id: 'read', title: 'To read', file: 'index.html?part=read' },
      { id: 'more', title: 'More to read', file: 'index.html?part=more' },
      { id: 'test', title: 'The test', file: 'index.html?part=test', more: asks('read&amp;more') },
    ]),
    'index.html': page(script12),
  })
